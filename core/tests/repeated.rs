//! Keys, phone numbers and texts that a server repeats, in whatever spelling, are in no error and no log line.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use base64::Engine;
use smsbat_core::{
    Attempt, CascadeMessage, Client, ClientBuilder, Error, MessagioMessage, Outcome, Sms, TurboSms, TurboSmsMessage,
};
use smsbat_sandbox::{PlannedReply, Sandbox};

const KEY: &str = "Zm9v/YmFy+cXV4==";
const PASSWORD: &str = "пароль\"з\\'/знаками";
const PHONE: &str = "+380671234560";
const TEXT: &str = "Your code is 4711";

/// What a server may write for a text in JSON, as PHP, .NET and Python do, and in a URL, a page and a form.
fn spellings(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).unwrap().trim_matches('"').to_owned();
    let unicode = |escaped: &dyn Fn(char) -> bool, text: &str| {
        let unit = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04X}")).collect::<String>();
        text.chars().map(|c| if escaped(c) { unit(c) } else { c.to_string() }).collect::<String>()
    };
    let percent = |text: &str| text.bytes().map(|b| format!("%{b:02x}")).collect::<String>();
    vec![
        json.replace('/', "\\/"),
        unicode(&|c| c == '+' || c == '\'' || c == '"' || c == '\\' || !c.is_ascii(), text),
        unicode(&|_| true, text).to_lowercase(),
        unicode(&|c| !c.is_ascii(), &json),
        // JSON within a text of JSON.
        serde_json::to_string(&json.replace('/', "\\/")).unwrap().trim_matches('"').to_owned(),
        percent(text),
        form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        json,
    ]
}

fn base(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder().base_url(sandbox.url()).max_retries(0).ignore_environment()
}

fn sms() -> Sms {
    Sms::new(PHONE, "MyShop", TEXT)
}

/// Sends one message, which gets this answer.
fn answered(sandbox: &Sandbox, client: &Client, status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    sandbox.reset();
    sandbox.reply_next(PlannedReply { status, headers, body: Some(body.to_owned()), ..Default::default() }).unwrap();
    match client.messages().send(sms()) {
        Ok(result) => {
            let shown = format!("{result} {result:?} {:?} {}", result[0], result[0]);
            let error = result.raise_for_outcome().unwrap_err();
            error_has_none(&Error::internal(shown));
            error
        }
        Err(error) => error,
    }
}

fn in_base64(secret: &str) -> Vec<String> {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
    vec![STANDARD.encode(secret), STANDARD_NO_PAD.encode(secret), URL_SAFE.encode(secret)]
}

/// Texts that a program, a log or a traceback may show.
fn shown(error: &Error) -> String {
    format!(
        "{error} {error:?} {} {:?} {:?} {:?}",
        error.notes().join("\n"),
        error.code(),
        error.field(),
        error.problems()
    )
}

fn error_has_none(error: &Error) {
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("shop:{PASSWORD}"));
    let all = format!("{} {}", shown(error), error.body().unwrap_or_default());
    let encoded = [KEY, PASSWORD].map(in_base64).concat();
    let all_secrets = [KEY, PASSWORD, &basic].into_iter().chain(encoded.iter().map(String::as_str));
    for secret in all_secrets.flat_map(|s| spellings(s).into_iter().chain([s.to_owned()])) {
        assert!(!all.contains(&secret), "{secret}: {all}");
    }
    let parsed = error.body().and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok());
    let decoded = parsed.map(|value| format!("{value:?}")).unwrap_or_default();
    assert!(!decoded.contains("YmFy") && !decoded.contains("знаками"), "{decoded}");
    for part in ["1234560", "123 45 60", "123-45-60", TEXT, "4711"] {
        assert!(!shown(error).contains(part), "{part}: {}", shown(error));
    }
}

#[test]
fn a_secret_is_masked_in_every_spelling() {
    let sandbox = common::sandbox();
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("shop:{PASSWORD}"));
    let key = base(&sandbox).api_key(KEY).build().unwrap();
    let login = base(&sandbox).login("shop", PASSWORD).build().unwrap();
    let [keys, passwords] = [KEY, PASSWORD].map(in_base64);
    let mut secrets = vec![(&key, KEY), (&login, PASSWORD), (&login, basic.as_str())];
    secrets.extend(keys.iter().map(|encoded| (&key, encoded.as_str())));
    secrets.extend(passwords.iter().map(|encoded| (&login, encoded.as_str())));
    for (client, secret) in secrets {
        for spelled in spellings(secret) {
            for body in [
                format!(
                    r#"{{"error":{{"code":"X {spelled}","message":"unknown key {spelled}.","field":"{spelled}"}}}}"#
                ),
                format!(r#"{{"status":401,"error":"Bad {spelled}","message":"unknown key {spelled}","code":7}}"#),
                format!(
                    r#"{{"title":"no","errors":{{"{spelled}":["unknown {spelled}"],"x":[{{"message":"{spelled}"}}]}}}}"#
                ),
                format!(r#"{{"response_code":301,"response_status":"INVALID {spelled}","response_result":null}}"#),
                format!(r#"{{"{spelled}":"{spelled}", cut off: "{spelled}"#),
            ] {
                for status in [200, 400, 401, 500] {
                    let error = answered(&sandbox, client, status, &[], &body);
                    error_has_none(&error);
                    assert!(error.body().unwrap().contains("***"), "{body}");
                }
            }
            let row =
                format!(r#"{{"status":"no {spelled}","errorCode":"C {spelled}","errorMessage":"for {spelled}"}}"#);
            let error = answered(&sandbox, client, 200, &[], &format!(r#"{{"messages":[{row}]}}"#));
            error_has_none(&error);
            assert!(error.to_string().contains("the first has status 'no ***' (C ***: for ***)"), "{error}");
        }
    }
}

#[test]
fn a_secret_is_masked_in_the_answers_of_the_other_apis() {
    let sandbox = common::sandbox();
    let sign = "si&gn/ат<key";
    let settings = [("messagio_user", "shop"), ("messagio_sign", sign)];
    let client = settings.iter().fold(base(&sandbox).api_key(KEY), |b, (name, value)| b.set(name, *value).unwrap());
    let client = client.build().unwrap();
    let answer = |status, body: &str| {
        sandbox.reset();
        sandbox.reply_next(PlannedReply { status, body: Some(body.to_owned()), ..Default::default() }).unwrap();
    };
    let message = MessagioMessage::new(PHONE, "MyShop").text(TEXT);
    for (status, spelled) in [(200, "si&amp;gn/ат&lt;key"), (403, "si&#38;gn&#x2F;ат&#60;key")] {
        answer(
            status,
            &format!("<response><code>7</code><tech_message>no {spelled}: {TEXT}, {PHONE}</tech_message></response>"),
        );
        let error = client.messagio().send(&message).unwrap_err();
        error_has_none(&error);
        for text in [shown(&error), error.body().unwrap().to_owned()] {
            assert!(!text.contains(sign) && !text.contains(spelled), "{text}");
        }
        assert_eq!(error.to_string().contains("no ***: ***, +380…60"), status == 200, "{error}");
    }
    let turbosms = TurboSmsMessage::new([PHONE]).sender("MyShop").text(TEXT).sms(TurboSms::new());
    let status = format!("BAD {} {TEXT} 380 67 123 45 60", KEY.replace('/', "\\/"));
    for body in [
        format!(r#"{{"response_code":301,"response_status":"{status}","response_result":null}}"#),
        format!(
            r#"{{"response_code":0,"response_result":[{{"phone":"{PHONE}","response_code":301,"response_status":"{status}"}}]}}"#
        ),
    ] {
        answer(200, &body);
        let error = match client.turbosms().send(turbosms.clone()) {
            Ok(result) => result.raise_for_outcome().unwrap_err(),
            Err(error) => error,
        };
        error_has_none(&error);
    }
    answer(200, &format!(r#"[{{"error":"{TEXT} for {PHONE}","code":"for {PHONE}"}}]"#));
    let cascade = CascadeMessage::new(PHONE, "MyShop", "transaction").text(TEXT);
    error_has_none(&client.cascade().send(&cascade, false).unwrap().raise_for_outcome().unwrap_err());
}

#[test]
fn numbers_and_texts_that_are_repeated_are_masked() {
    let sandbox = common::sandbox();
    let client = base(&sandbox).api_key(KEY).build().unwrap();
    for number in [PHONE, "380671234560", "380 67 123 45 60", "38 (067) 123-45-60", "38(067)1234560"] {
        for body in [
            format!(r#"{{"error":{{"code":"for {number}","message":"no {number}: {TEXT}.","field":"to {number}"}}}}"#),
            format!(r#"{{"error":"no","errors":[{{"field":"{number}","message":"{TEXT} to {number}"}}]}}"#),
        ] {
            for status in [200, 400, 422, 503] {
                error_has_none(&answered(&sandbox, &client, status, &[], &body));
            }
        }
        let row = format!(r#"{{"status":"refused for {number}: {TEXT}","code":"for {number}","reason":"{TEXT}"}}"#);
        let error = answered(&sandbox, &client, 200, &[], &format!(r#"{{"messages":[{row}]}}"#));
        error_has_none(&error);
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
    let error = answered(&sandbox, &client, 400, &[], r#"{"error":{"code":380671234560,"message":"no"}}"#);
    error_has_none(&error);
    let error =
        answered(&sandbox, &client, 400, &[], r#"{"error":{"code":1003,"message":"sender MyShop is unknown"}}"#);
    assert!(error.to_string().ends_with("sender MyShop is unknown"), "{error}");
    assert_eq!(error.code(), Some(&smsbat_core::ProviderCode::Number(1003)));
}

#[test]
fn the_id_of_a_request_shows_no_number() {
    let sandbox = common::sandbox();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let keep = std::sync::Arc::clone(&seen);
    let client = base(&sandbox).api_key(KEY);
    let client = client.on_attempt(move |a: &Attempt| keep.lock().unwrap().push(a.request_id.clone())).build().unwrap();
    for (id, shown) in
        [("+380671234560", "+380…60"), ("r-380671234560", "r-380…60"), ("0HM-1732878378123", "0HM-1732878378123")]
    {
        let error = answered(&sandbox, &client, 400, &[("X-Request-Id", id)], "{}");
        assert_eq!(error.request_id(), Some(shown));
        assert_eq!(seen.lock().unwrap().pop().unwrap().as_deref(), Some(shown));
    }
}

//! Previews of each kind of message, and escaping of everything in a message.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use smsbat_core::preview::{self, Preview};
use smsbat_core::{
    Action, Button, Card, CascadeMessage, Client, Fallback, FlashCall, Json, Message, MessagioMessage, Rcs, RcsButton,
    Sms, Telegram, TelegramButton, TurboSms, TurboSmsMessage, TurboViber, Variable, ViberBot, ViberCarousel, ViberOtp,
    ViberPromo, ViberSurvey, Video,
};
use smsbat_sandbox::{Options, Sandbox};

const TO: &str = "+380671234567";

fn plain(text: &str) -> Message {
    Json::object(text).expect("an object").into()
}

/// Asserts that both forms of the preview show the texts.
fn both(message: impl Into<Message>, expected: &[&str]) {
    let message = message.into();
    let (html, text) = (preview::html(&message), preview::text(&message));
    for part in expected {
        assert!(html.contains(part), "{part} is not in {html}");
        assert!(text.contains(part), "{part} is not in {text}");
    }
    for form in [html, text] {
        assert!(!form.contains("671234567"), "the phone is not masked in {form}");
    }
}

#[test]
fn every_kind_of_the_smsbat_api() {
    let button = || Button::new("Track", "https://shop.example.org/1");
    let fallback = || Fallback::new("by sms");
    both(
        Sms::new(TO, "MyShop", "Привіт"),
        &["SMS", "MyShop", "Привіт", "380…67", "UCS-2 because of П, р, и, в, і, т, 1 part, 64 left"],
    );
    both(
        ViberPromo::new(TO, "").text("Sale").image("https://i.example/a.jpg").button(button()).fallback(fallback()),
        &["Viber", "Sale", "https://i.example/a.jpg", "Track", "if Viber does not reach", "SMS", "by sms"],
    );
    let video = Video::new("https://i.example/v.mp4").duration(12);
    both(ViberPromo::new(TO, "").video(video), &["https://i.example/v.mp4", "12 s"]);
    let card = Card::new("Shoes", "https://i.example/c.jpg", button());
    both(ViberCarousel::new(TO, "", vec![card]).text("New"), &["New", "Shoes", "https://i.example/c.jpg", "Track"]);
    both(ViberSurvey::new(TO, "", "How?", vec!["Good", "Bad"]), &["How?", "Good", "Bad"]);
    both(
        ViberOtp::new(TO, "", "t-1", "uk", vec![("pin", "0042")]),
        &["t-1", "uk", "pin", "0042", "Viber writes the text"],
    );
    let call = RcsButton::new("Call us", Action::dial("+380440000000"));
    both(Rcs::new(TO, "", "Hi").buttons(vec![call]), &["RCS", "Hi", "Call us", "calls +380440000000"]);
    both(FlashCall::new(TO, "", "+380440000077"), &["Flash call", "+380440000077"]);
}

#[test]
fn the_other_apis() {
    let telegram = Telegram::new().chat_id(5).buttons(vec![TelegramButton::new("Yes", "y1")]);
    let cascade = CascadeMessage::new(TO, "MyShop", "promo")
        .text("Hi %name=1%")
        .variables(vec![Variable::new(1, "Oksana").r#type("name")])
        .telegram(telegram)
        .viber(ViberBot::new().receiver("u").sender_name("Bot").text("in Viber").fallback_text("in SMS"));
    both(
        cascade.clone(),
        &["Telegram", "Hi Oksana", "Yes", "tells the bot", "Viber bot", "Bot", "in Viber", "RCS", "SMS", "in SMS"],
    );
    let carried = Preview::of(&cascade.into()).with_channels([("sms", "Hi <Olha>")]).fragment();
    assert!(carried.contains("Hi &lt;Olha&gt;") && !carried.contains("Telegram"), "{carried}");

    let turbo = TurboSmsMessage::new(vec![TO])
        .sender("MyShop")
        .text("Hello")
        .sms(TurboSms::new().text("Short"))
        .viber(TurboViber::new().caption("Go").action("https://x.example/go"));
    both(turbo, &["Viber", "Hello", "Go", "https://x.example/go", "if Viber", "SMS", "Short"]);
    both(
        MessagioMessage::new(TO, "MyShop").text("Hi").button_text("Go").button_url("https://x.example"),
        &["Viber", "Hi", "Go"],
    );
    both(
        plain(
            r#"{"phone_number":"380671234567","tag":"MyShop","channels":["viber","sms"],
            "channel_options":{"viber":{"text":"v","survey_options":["a","b"],"ttl":60},"sms":{"text":"s"}}}"#,
        ),
        &["Viber", "MyShop", "expires after 60 s", "if Viber", "SMS"],
    );
}

#[test]
fn other_spellings_and_strange_objects() {
    both(
        plain(
            r#"{"type":"viber_promo","to":"+380671234567","text":"t","messageData":{"image":"https://i.example/a.png",
            "button":{"text":"Go","url":"https://x.example"},"carousel":[{"title":"One","primaryButton":{"text":"Buy","url":"https://x.example/b"}}]}}"#,
        ),
        &["https://i.example/a.png", "Go", "One", "Buy"],
    );
    both(plain(r#"{"type":"fax","text":"beep","to":380671234567}"#), &["fax", "beep"]);
    for odd in ["{}", r#"{"type":7,"messageData":[],"text":null}"#, r#"{"recipients":{}}"#, r#"{"channel_options":1}"#]
    {
        assert!(!preview::text(&plain(odd)).is_empty());
        assert!(preview::html(&plain(odd)).ends_with("</div>"));
    }
}

/// Tags that a preview is made of.
const TAGS: &[&str] = &[
    "a", "bdi", "dd", "div", "dl", "dt", "em", "footer", "header", "li", "p", "section", "small", "span", "strong",
    "style", "ul",
];

#[test]
fn nothing_in_a_message_becomes_markup() {
    let hostile = r#"<script>alert(1)</script><img src=x onerror=alert(1)>"'><b a='"#;
    let address = format!("javascript:alert(1)//{hostile}");
    let mut messages: Vec<String> = [
        r#"{"type":§,"from":§,"to":§,"text":§,"ttl":§,"messageData":{"img":¶,"buttonText":§,"buttonAction":¶,"fileUrl":¶,
            "fileName":§,"video":¶,"duration":§,"survey":{"options":[§]},"carousel":{"items":[{"title":§,"imageUrl":¶,
            "primaryButton":{"label":§,"actionUrl":¶}}]}},"fallback":{"type":§,"text":§}}"#,
        r#"{"type":"viber_otp","messageData":{"templateId":§,"templateLang":§,"templateParams":{§:§}}}"#,
        r#"{"type":"flashcall","from":§,"messageData":{"callerId":§}}"#,
        r#"{"type":"rcs","text":§,"messageData":{"media":{"url":¶,"type":§,"width":§,"height":§},"buttons":[{"text":§,
            "action":{"type":"openUrl","url":¶}},{"text":§,"action":{"type":"createCalendarEvent","title":§,"startTime":§,
            "endTime":§}}],"carousel":{"cards":[{"title":§,"description":§,"media":{"url":¶,"type":§}}]}}}"#,
        r#"{"fromName":§,"toPhone":§,"messageType":§,"text":§,"scheduledSent":§,"surveyOptions":[§],"variables":[{"id":§,
            "value":§}],"tgMessage":{"text":§,"photoUrl":¶,"buttons":[{"text":§,"action":§}]},"viberMessage":{"receiver":§,
            "sender":{"name":§},"text":§,"fallbackText":§}}"#,
        r#"{"recipients":[§],"sender":§,"text":§,"start_time":§,"sms":{},"viber":{"image_url":¶,"caption":§,"action":¶,
            "file_id":§,"survey":[§],"carousel":[{"title":§,"image_url":¶,"link_caption":§,"link_url":¶}]}}"#,
        r#"{"phone":§,"from":§,"txt":§,"image_link":¶,"button_text":§,"button_link":¶,"sending_method":§}"#,
        r#"{"phone_number":§,"tag":§,"channels":[§,"viber"],"channel_options":{"viber":{"text":§,"img":¶,"caption":§,"action":¶,"ttl":§}}}"#,
    ]
    .map(str::to_owned)
    .to_vec();
    for message in &mut messages {
        let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
        *message = message.replace('¶', &quoted(&address)).replace('§', &quoted(hostile));
        let html = preview::html(&plain(message));
        let body = html.split_once("</style>").expect("a style sheet").1;
        assert!(body.contains("&lt;script&gt;"), "{body}");
        for piece in body.split('<').skip(1) {
            let name: String = piece.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(TAGS.contains(&name.as_str()), "<{piece}");
            let tag = piece.split('>').next().unwrap_or_default();
            assert!(!tag.contains("href") && !tag.contains(" on") && !tag.contains("alert"), "<{piece}");
        }
    }
}

#[test]
fn only_web_addresses_become_links() {
    let link = |url: &str| {
        let message = serde_json::json!({"type": "viber_promo", "messageData": {"img": url}});
        preview::html(&plain(&message.to_string())).contains("href")
    };
    assert!(link("https://x.example/a?b=c&d=e") && link("HTTP://x.example"));
    for url in [
        "javascript:alert(1)",
        " https://x.example",
        "https:x",
        "https:///x",
        "data:text/html,x",
        "//x.example",
        "https://x.example/\u{0}",
        "https://x.example/a b",
        "file:///etc/passwd",
        "",
        "h",
        "https://\\x.example",
    ] {
        assert!(!link(url), "{url:?}");
    }
}

#[test]
fn what_cannot_be_seen_has_a_name() {
    let sms = Sms::new(TO, "A\u{1b}[2J", "a\u{7}b\u{202e}c\r\nd\u{200b}").into();
    let text = preview::text(&sms);
    for part in [
        "A[U+001B ESCAPE][2J",
        "| a[U+0007 ALERT]b[U+202E RIGHT-TO-LEFT OVERRIDE]c\n",
        "| d[U+200B ZERO WIDTH SPACE]\n",
    ] {
        assert!(text.contains(part), "{part} is not in {text:?}");
    }
    let html = preview::html(&sms);
    assert!(html.contains("<span class=\"smsbat-hidden\">U+200B ZERO WIDTH SPACE</span>"), "{html}");
    for shown in [&text, &html] {
        assert!(!shown.contains(['\u{200b}', '\u{202e}', '\u{1b}']), "{shown:?}");
    }
    let note = |text: &str| preview::text(&Sms::new(TO, "", text).into());
    assert!(note("a\u{a0}b").contains("because of U+00A0 NO-BREAK SPACE, 1 part"), "{}", note("a\u{a0}b"));
    assert!(note("שלום").contains("because of U+05E9, U+05DC"), "{}", note("שלום"));
}

#[test]
fn long_texts_and_lists_are_cut() {
    let long = Sms::new(TO, "", "x".repeat(200_000)).into();
    assert!(preview::html(&long).len() < 30_000 && preview::text(&long).contains("190000 characters more"));
    let many: Vec<String> = (0..10_000).map(|i| format!("option {i}")).collect();
    let json = serde_json::json!({"type": "viber_survey", "text": "?", "messageData": {"survey": {"options": many}}});
    assert!(preview::html(&plain(&json.to_string())).contains("and 9950 answers more"));
}

#[test]
fn replies_and_errors_as_tables() {
    let sandbox = Sandbox::start(Options::default()).expect("sandbox");
    let client = Client::builder().api_key("test-key").base_url(sandbox.url()).build().expect("client");
    let sms = |to: &str| Sms::new(to, "MyShop", "Hello");
    let result = client.messages().send(&[sms(TO), sms("+380990000101")]).expect("result");
    let html = preview::table(result.record());
    for part in ["SendResult", "SendResult.messages", "smsbat-accepted", "smsbat-rejected", "380…67", "380…01"] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert!(!html.contains("671234567"), "{html}");
    let id = result.messages()[0].message_id().expect("id").to_owned();
    let status = client.messages().status(&id).expect("status");
    assert!(preview::table(status.record()).contains("delivery_status"));
    let rows: Vec<_> = result.messages().iter().map(|m| m.record().clone()).collect();
    let rows = preview::tables(&rows.iter().collect::<Vec<_>>());
    assert!(rows.matches("<tr>").count() == 3 && rows.contains(&id), "{rows}");

    let error = client.messages().send(&[Sms::new("<b>", "", "x")]).expect_err("refused");
    let html = preview::error(&error);
    assert!(
        html.contains("validation") && html.contains("smsbat-not_sent") && html.contains("messages[0].to"),
        "{html}"
    );
    assert!(!html.contains("<b>"));
}

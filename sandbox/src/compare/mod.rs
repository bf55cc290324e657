//! `--compare URL`: stands between a program and a provider. Passes each call on, gives the provider's answer back, and
//! compares it with what the sandbox answers to the same call with masked values.

mod diff;
mod mask;
pub(crate) mod report;
mod said;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING, UPGRADE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use self::diff::Diff;
use self::mask::{Masks, Side};
use self::report::{DifferenceKind, Report};
use self::said::Said;
use crate::error::Error;
use crate::filled::filled;
use crate::guard;
use crate::options::Options;
use crate::provider::common::body::is_form;
use crate::provider::common::credentials::{TEST_KEY, is_secret};
use crate::provider::common::refusal::Refusal;
use crate::provider::exchange;
use crate::provider::service::Service;
use crate::remote::client::{Answer, Client};

/// Time limit of a call of the provider.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Most ids of the provider whose message of the sandbox is known.
const MAX_IDS: usize = 1_000_000;
/// Headers of one connection, or that the client sets itself. Without `Accept-Encoding`, the answer can be read.
const OWN_HEADERS: [HeaderName; 6] = [HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE, ACCEPT_ENCODING];

/// Passes calls on to a provider.
pub(crate) struct Comparison {
    provider: Client,
    masks: Masks,
    /// Ids of the sandbox by the masked ids of the provider.
    ids: Mutex<HashMap<String, String>>,
    report: Arc<Report>,
    /// File of the vectors.
    vectors: Option<PathBuf>,
    read_timeout: Duration,
}

impl Comparison {
    /// Checks the options; none without `compare`.
    pub(crate) fn new(options: &Options) -> Result<Option<Self>, Error> {
        let Some(url) = &options.compare else { return Ok(None) };
        if !options.host.is_loopback() || options.store.is_some() {
            let text = "compare (--compare) passes real keys and messages on, so it needs a loopback host and no store";
            return Err(Error::Option(text.to_owned()));
        }
        let name = "compare (--compare)";
        let provider = Client::new(name, url, options.compare_ca_bundle.as_deref(), TIMEOUT)?;
        if provider.is_plain() && !provider.is_loopback() {
            return Err(Error::Option(format!("{name} must begin with https://, because keys are passed on")));
        }
        let vectors =
            options.record.as_ref().map(|folder| folder.join(format!("vectors-{}.jsonl", std::process::id())));
        if let Some(path) = &vectors {
            let failed = |source| Error::Record { path: path.clone(), source };
            path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
            open(path).map_err(failed)?;
        }
        let (masks, ids, report) = (Masks::new(), Mutex::default(), Arc::default());
        Ok(Some(Self { provider, masks, ids, report, vectors, read_timeout: options.read_timeout }))
    }

    pub(crate) fn report(&self) -> Arc<Report> {
        Arc::clone(&self.report)
    }
}

fn open(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    let mut file = OpenOptions::new();
    file.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(path)
}

/// Middleware around the router of the provider's APIs, because the sandbox's own request has another path.
pub(crate) async fn pass_on(State(comparison): State<Arc<Comparison>>, request: Request, next: Next) -> Response {
    if let Some(refusal) = guard::page_refusal(request.headers()) {
        return refusal.into_response();
    }
    let (parts, body) = request.into_parts();
    let body = match exchange::read(body, comparison.read_timeout).await {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(),
    };
    let mut headers = parts.headers.clone();
    OWN_HEADERS.iter().for_each(|name| drop(headers.remove(name)));
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    match comparison.provider.send(parts.method.clone(), path, headers, body.clone()).await {
        Ok(answer) => {
            // The sandbox does not know the provider's logins, so it always answers 401.
            if Service::of(parts.uri.path()) != Service::ChatHub {
                comparison.compare(&parts, &body, &answer, next).await;
            }
            let mut response = Response::new(Body::from(answer.body));
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            OWN_HEADERS.iter().for_each(|name| drop(response.headers_mut().remove(name)));
            response
        }
        // The provider may have the call: a gateway's error says so to every client.
        Err(problem) => {
            comparison.report.tell(&format!("no answer of the provider: {problem}"));
            let message = format!("the provider did not answer: {problem}");
            Refusal::flat(StatusCode::BAD_GATEWAY, &message, None).into_response()
        }
    }
}

impl Comparison {
    async fn compare(&self, parts: &Parts, body: &Bytes, answer: &Answer, next: Next) {
        let masked = self.request(parts, body);
        let request = self.shadow(parts, &masked);
        let operation = format!("{} {}", parts.method, masked.pattern);
        let (head, shadow) = next.run(request).await.into_parts();
        let Ok(shadow) = to_bytes(shadow, usize::MAX).await else { return };

        let side = Side::Answer { said: &masked.said, is_error: answer.status.as_u16() >= 400 };
        let provider = json(&answer.body).map(|value| self.masks.json(&value, side));
        let differences = {
            let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
            if ids.len() > MAX_IDS {
                ids.clear();
            }
            let mut diff = Diff { ids: &mut ids, found: Vec::new() };
            if answer.status != head.status {
                let (provider, sandbox) = (answer.status.as_u16().into(), head.status.as_u16().into());
                diff.add("status", DifferenceKind::Value, &provider, &sandbox);
            }
            let (one, other) = (media_type(&answer.headers), media_type(&head.headers));
            if one != other {
                diff.add("content-type", DifferenceKind::Value, &one.into(), &other.into());
            }
            // Two answers of different status have different fields, which says nothing more.
            if let (Some(provider), Some(sandbox), true) = (&provider, json(&shadow), answer.status == head.status) {
                diff.compare("", provider, &sandbox);
            }
            diff.found
        };
        self.report.add(&operation, &differences);
        let Some(path) = &self.vectors else { return };
        let vector = json!({
            "method": parts.method.as_str(), "path": masked.path, "headers": masked.headers, "request": masked.body,
            "status": answer.status.as_u16(), "response": provider, "differences": differences,
        });
        if let Err(problem) = open(path).and_then(|mut file| writeln!(file, "{vector}")) {
            self.report.tell(&format!("cannot write {}: {problem}", path.display()));
        }
    }

    /// Masks a request.
    fn request(&self, parts: &Parts, body: &Bytes) -> Masked {
        let (said, ids) = (RefCell::default(), self.ids.lock().unwrap_or_else(PoisonError::into_inner));
        let masked = |part: &str| {
            let is_id = part.len() >= 6 && part.chars().any(|c| c.is_ascii_digit());
            is_id.then(|| self.masks.segment(part, &said))
        };
        let segments: Vec<_> = parts.uri.path().split('/').map(|part| Segment { part, masked: masked(part) }).collect();
        let join = |shown: &dyn Fn(&Segment<'_>) -> String| segments.iter().map(shown).collect::<Vec<_>>().join("/");
        let query = parts.uri.query().map(|query| self.form(query.as_bytes(), &said)).unwrap_or_default();
        let query = if query.is_empty() { query } else { format!("?{query}") };
        let path = join(&|segment| segment.masked.as_deref().unwrap_or(segment.part).to_owned());
        let own = join(&|segment| match &segment.masked {
            Some(masked) => ids.get(masked).unwrap_or(masked).clone(),
            None => segment.part.to_owned(),
        });
        let (body, sent) = match json(body) {
            Some(value) => {
                let masked = self.masks.json(&value, Side::Request(&said));
                let sent = with_ids(&masked, &ids).to_string();
                (masked, sent)
            }
            None => {
                let text = match is_form(&parts.headers) {
                    true => self.form(body, &said),
                    false => self.masks.body(&String::from_utf8_lossy(body), &said),
                };
                (text.clone().into(), text)
            }
        };
        self.remember_credentials(parts, &said);
        Masked {
            pattern: join(&|segment| segment.masked.as_ref().map_or(segment.part, |_| "{id}").to_owned()),
            path: format!("{path}{query}"),
            own_path: format!("{own}{query}"),
            headers: parts.headers.keys().map(|name| name.as_str().to_owned()).collect(),
            body,
            sent,
            said: said.into_inner(),
        }
    }

    /// Adds what the headers with credentials say.
    fn remember_credentials(&self, parts: &Parts, said: &RefCell<Said>) {
        let secrets = parts.headers.iter().filter(|(name, _)| is_secret(name.as_str()));
        for word in secrets.filter_map(|(_, value)| value.to_str().ok()).flat_map(str::split_whitespace) {
            let login = STANDARD.decode(word).ok().and_then(|login| String::from_utf8(login).ok());
            login.iter().flat_map(|login| login.split(':')).for_each(|part| self.masks.secret(part, said));
            self.masks.secret(word, said);
        }
    }

    fn form(&self, form: &[u8], said: &RefCell<Said>) -> String {
        let (mut masked, side) = (form_urlencoded::Serializer::new(String::new()), Side::Request(said));
        for (name, value) in form_urlencoded::parse(form) {
            masked.append_pair(&self.masks.name(&name, side), &self.masks.field(&name, &value, side));
        }
        masked.finish()
    }

    /// The request that the sandbox answers, with credentials that it accepts.
    fn shadow(&self, parts: &Parts, masked: &Masked) -> Request {
        let mut request = Request::new(Body::from(masked.sent.clone()));
        *request.method_mut() = parts.method.clone();
        if let Ok(uri) = masked.own_path.parse() {
            *request.uri_mut() = uri;
        }
        for (name, value) in &parts.headers {
            let own = match name {
                &AUTHORIZATION => accepted(value),
                &CONTENT_TYPE => value.clone(),
                name if is_secret(name.as_str()) => HeaderValue::from_static(TEST_KEY),
                _ => continue,
            };
            request.headers_mut().insert(name.clone(), own);
        }
        request.headers_mut().insert(HOST, HeaderValue::from_static("localhost"));
        request.extensions_mut().insert(exchange::Immediate);
        request
    }
}

/// A part of a path, and its mask if it is an id or a phone.
struct Segment<'a> {
    part: &'a str,
    masked: Option<String>,
}

/// A request without secrets and personal data.
struct Masked {
    /// Path with `{id}` for ids.
    pattern: String,
    path: String,
    /// Path with the sandbox's own ids.
    own_path: String,
    /// Names only.
    headers: Vec<String>,
    body: Value,
    /// Body with the sandbox's own ids.
    sent: String,
    said: Said,
}

/// Credentials of the same kind that the sandbox accepts.
fn accepted(value: &HeaderValue) -> HeaderValue {
    let text = value.to_str().unwrap_or_default();
    let Some(basic) = text.strip_prefix("Basic ") else { return HeaderValue::from_static("Bearer test-key") };
    let has_key = STANDARD.decode(basic.trim()).is_ok_and(|login| login.starts_with(b"@:"));
    // "@:test-key" and "test:test-password".
    HeaderValue::from_static(if has_key { "Basic QDp0ZXN0LWtleQ==" } else { "Basic dGVzdDp0ZXN0LXBhc3N3b3Jk" })
}

fn with_ids(value: &Value, ids: &HashMap<String, String>) -> Value {
    match value {
        Value::String(text) => ids.get(text).unwrap_or(text).clone().into(),
        Value::Array(list) => list.iter().map(|item| with_ids(item, ids)).collect(),
        Value::Object(map) => Value::Object(filled(map.iter().map(|(name, item)| (name.clone(), with_ids(item, ids))))),
        other => other.clone(),
    }
}

fn json(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}

fn media_type(headers: &HeaderMap) -> &str {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim()
}

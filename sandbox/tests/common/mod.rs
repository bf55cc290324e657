//! A small client and a frozen sandbox for the tests.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};
use smsbat_sandbox::{Options, Sandbox};
use ureq::Agent;
use ureq::http::{Request, Response};

pub const KEY: (&str, &str) = ("X-Authorization-Key", "test-key");
pub const SEND: &str = "/bat/messagelist";

/// A sandbox whose clock is frozen, and a client of it.
pub struct Stage {
    pub sandbox: Sandbox,
    pub agent: Agent,
}

pub fn stage() -> Stage {
    stage_with(Options { rate_limit: false, ..Options::default() })
}

pub fn stage_with(options: Options) -> Stage {
    let sandbox = Sandbox::start(Options { clock_frozen: true, ..options }).unwrap();
    Stage { sandbox, agent: agent(ureq::tls::TlsConfig::default()) }
}

pub fn agent(tls: ureq::tls::TlsConfig) -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .proxy(None)
        .tls_config(tls)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into()
}

/// An answer read to its end.
pub struct Answer {
    pub status: u16,
    pub head: Response<()>,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.head.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Stage {
    pub fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.sandbox.url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if body.is_empty() {
            self.agent.run(request.body(()).unwrap())
        } else {
            self.agent.run(request.body(body).unwrap())
        };
        let response = response.unwrap_or_else(|e| panic!("{method} {path} {headers:?} {body}: {e}"));
        let (head, mut body) = response.into_parts();
        let text = body.read_to_string().unwrap();
        Answer { status: head.status.as_u16(), head: Response::from_parts(head, ()), text }
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, &[KEY, ("Content-Type", "application/json")], &body.to_string())
    }

    pub fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[KEY], "")
    }

    pub fn send(&self, messages: Value) -> Answer {
        self.post(SEND, &json!({"messages": messages}))
    }

    /// Sends one message and gives the path of its status.
    pub fn sent(&self, message: Value) -> String {
        let answer = self.send(json!([message]));
        assert_eq!(answer.status, 200, "{}", answer.text);
        format!("/bat/message/{}", answer.json()["messages"][0]["messageId"].as_str().unwrap())
    }

    /// Posts a form, or JSON under another media type.
    pub fn post_as(&self, path: &str, media_type: &str, body: &str) -> Answer {
        self.call("POST", path, &[("Content-Type", media_type)], body)
    }

    /// The newest message as the control API shows it.
    pub fn newest(&self) -> Value {
        Value::clone(&self.sandbox.messages().pop().unwrap())
    }

    pub fn advance(&self, seconds: u64) {
        self.sandbox.advance(Duration::from_secs(seconds));
    }
}

/// A good SMS with these fields changed; `null` takes a field away.
pub fn sms(changes: Value) -> Value {
    changed(json!({"from": "NovaShop", "to": "+380670000101", "type": "sms", "text": "Parcel 7741"}), changes)
}

pub fn changed(mut message: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            message.as_object_mut().unwrap().remove(key);
        } else {
            message[key] = value.clone();
        }
    }
    message
}

/// The API description of the provider.
pub fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/page/provider.yaml")).unwrap();
        serde_saphyr::from_str(&text).unwrap()
    })
}

/// The request examples of an operation.
pub fn examples(path: &str, method: &str) -> Vec<(String, Value)> {
    let document = description();
    let mut body = &document["paths"][path][method]["requestBody"];
    if let Some(reference) = body["$ref"].as_str() {
        body = document.pointer(&reference[1..]).unwrap();
    }
    let content = body["content"].as_object().unwrap().values().next().unwrap();
    let examples = content["examples"].as_object().unwrap();
    examples.iter().map(|(name, example)| (name.clone(), example["value"].clone())).collect()
}

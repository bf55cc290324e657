//! Calls of a running sandbox.

use std::path::Path;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::Value;

use super::client::{Client, is_loopback};
use crate::error::Error;
use crate::provider::common::credentials::{KEY_HEADER, TEST_KEY};

/// Time limit of one call.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Calls the APIs of a running sandbox.
pub(super) struct Remote {
    pub(super) client: Client,
    url: String,
}

/// Returns true if a URL leads to this machine: to `localhost` or a loopback address, whatever else is wrong with it.
pub fn is_local(url: &str) -> bool {
    url.parse().is_ok_and(|url| is_loopback(&url))
}

impl Remote {
    pub(super) fn new(url: &str, ca_bundle: Option<&Path>) -> Result<Self, Error> {
        let client = Client::new("the URL of the sandbox (--sandbox, or SMSBAT_BASE_URL)", url, ca_bundle, TIMEOUT)?;
        Ok(Self { client, url: url.to_owned() })
    }

    /// Makes a call and returns its JSON. The error is that of the sandbox.
    pub(super) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Error> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if !path.starts_with("/_sandbox/") {
            let key = HeaderValue::from_static(TEST_KEY);
            headers.insert(HeaderName::from_static(KEY_HEADER), key);
        }
        let body = body.map_or_else(Bytes::new, |body| body.to_string().into());
        let failed =
            |e| Error::Unhealthy(format!("no sandbox answers at {}: {e}; start one: smsbat sandbox", self.url));
        let answer = self.client.send(method, path, headers, body).await.map_err(failed)?;
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        if answer.status.is_success() {
            return Ok(json);
        }
        let said = json["error"]["message"].as_str().or_else(|| json["message"].as_str()).unwrap_or_default();
        Err(match said {
            // The body has nothing but the caller's arguments.
            said if answer.status == StatusCode::BAD_REQUEST && !said.is_empty() => Error::Option(said.to_owned()),
            "" => Error::Unhealthy(format!("{} is no sandbox: it answers {}", self.url, answer.status)),
            said => Error::Refused(said.to_owned()),
        })
    }
}

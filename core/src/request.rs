//! `request`: calls a path for which this library has no method.

use std::borrow::Cow;

use crate::config::Config;
use crate::engine::argument::ArgumentKind;
use crate::engine::description;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request, operation};
use crate::error::Error;
use crate::http::Answer;
use crate::messages::RawReply;
use crate::model::{Json, JsonError, too_deep};

operation! {
    /// Sends a request for which this library has no operation, with the credentials of `api`.
    AnyRequest<'a> = "request" {
        /// HTTP method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. After a failure that leaves the outcome unknown,
        /// only a `GET` is retried.
        method: Cow<'a, str>,
        /// Path and query, beginning with `/`.
        path: Cow<'a, str>,
        /// Request body.
        json: Option<Cow<'a, str>> [ArgumentKind::Json],
        /// API whose URL and credentials are used.
        api: Cow<'a, str> [ArgumentKind::Word(Api::NAMES)] = "\"messages\"",
    }
    -> RawReply;
    by by_name;
    errors { Validation = "The method, path or body cannot be sent. Nothing was sent." }
}

/// Operations of this API.
pub(crate) const OPERATIONS: &[description::Operation] = &[AnyRequest::DESCRIPTION];

fn by_name(engine: &Engine, given: AnyRequest<'_>, options: &CallOptions) -> Result<RawReply, Error> {
    let (method, api) = (Method::parse(&given.method)?, Api::parse(&given.api)?);
    engine.run(RawRequest::new(method, &given.path, given.json.as_deref(), api), options)
}

pub(crate) struct RawRequest<'a> {
    endpoint: Endpoint,
    path: &'a str,
    json: Option<&'a str>,
}

impl<'a> RawRequest<'a> {
    pub(crate) fn new(method: Method, path: &'a str, json: Option<&'a str>, api: Api) -> Self {
        let (effect, rate) = match method {
            Method::Get => (Effect::Read, RateClass::Data),
            _ => (Effect::Send, RateClass::Messaging),
        };
        Self { endpoint: Endpoint { name: "request", method, path: "", api, rate, effect }, path, json }
    }
}

impl Operation for RawRequest<'_> {
    type Reply = RawReply;

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        let path = self.path;
        let clean = path.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'#');
        if !path.starts_with('/') || path.starts_with("//") || !clean {
            let message = "must begin with a single '/' and must not contain a space, '#' or another character that needs encoding";
            return Err(Error::invalid("path", "path", message));
        }
        // An id was put into the path without a check.
        let (segments, _) = path.split_once('?').unwrap_or((path, ""));
        let is_dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
        if segments.split('/').any(is_dots) {
            return Err(Error::invalid(
                "path",
                "path",
                "must not have a segment '.' or '..', which servers resolve to another path",
            ));
        }
        let request = Request::to(path.to_owned());
        let Some(json) = self.json else { return Ok(request) };
        serde_json::from_str::<serde::de::IgnoredAny>(json)
            .map_err(|e| Error::invalid("json", "json", format!("is not JSON: {e}")))?;
        if too_deep(json) {
            return Err(Error::invalid("json", "depth", JsonError::TooDeep.to_string()));
        }
        // Of two recipients or two lists of messages, either could be meant.
        if let Some(path) = Json::trusted(json).key_given_twice() {
            let dot = if path.starts_with('[') { "" } else { "." };
            return Err(Error::invalid(&format!("json{dot}{}", crate::shown::line(path)), "twice", "is given twice"));
        }
        Ok(request.json(json.as_bytes().to_vec()))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<RawReply, Error> {
        RawReply::read(answer)
    }
}

//! `request`: a path that this library has no method for.

use crate::config::Config;
use crate::engine::{Api, Effect, Endpoint, Method, Operation, RateClass, Request};
use crate::error::Error;
use crate::http::Answer;
use crate::messages::RawReply;
use crate::model::{JsonError, too_deep};

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
            let message = "must begin with one '/' and hold no space, '#' or other character that needs encoding";
            return Err(Error::invalid("path", "path", message));
        }
        let request = Request::to(path.to_owned());
        let Some(json) = self.json else { return Ok(request) };
        serde_json::from_str::<serde::de::IgnoredAny>(json)
            .map_err(|e| Error::invalid("json", "json", format!("is not JSON: {e}")))?;
        if too_deep(json) {
            return Err(Error::invalid("json", "depth", JsonError::TooDeep.to_string()));
        }
        Ok(request.json(json.as_bytes().to_vec()))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<RawReply, Error> {
        RawReply::read(answer)
    }
}

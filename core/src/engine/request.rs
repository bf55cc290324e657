//! Request of an operation.

use std::borrow::Cow;

use zeroize::Zeroize;

use crate::credentials::Secret;
use crate::http::JSON;

/// Path and body of a request.
pub(crate) struct Request {
    pub(super) path: Cow<'static, str>,
    pub(super) content: Option<Content>,
    pub(super) anonymous: bool,
    /// Secret in the body, which no error may repeat. The body is wiped after the call.
    pub(super) secret: Option<Secret>,
}

/// Request body and its media type.
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
}

impl Drop for Request {
    fn drop(&mut self) {
        // Only if needed: wiping writes byte by byte, and a batch is large.
        if let (Some(_), Some(content)) = (&self.secret, &mut self.content) {
            content.body.zeroize();
        }
    }
}

impl Request {
    pub(crate) fn to(path: impl Into<Cow<'static, str>>) -> Self {
        Self { path: path.into(), content: None, anonymous: false, secret: None }
    }

    pub(crate) fn json(mut self, body: Vec<u8>) -> Self {
        self.content = Some(Content { kind: JSON, body });
        self
    }

    pub(crate) fn form(mut self, body: Vec<u8>) -> Self {
        self.content = Some(Content { kind: "application/x-www-form-urlencoded", body });
        self
    }

    /// Says which secret the body contains.
    pub(crate) fn secret(mut self, secret: &Secret) -> Self {
        self.secret = Some(secret.clone());
        self
    }

    /// Sends no credentials in the headers.
    pub(crate) fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Returns the body for reuse, or `None` if it is secret.
    pub(super) fn into_body(mut self) -> Option<Vec<u8>> {
        if self.secret.is_some() { None } else { self.content.take().map(|content| content.body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_for_reuse_unless_it_is_secret() {
        let request = || Request::to("/x").json(b"body".to_vec());
        assert_eq!(request().into_body(), Some(b"body".to_vec()));
        assert_eq!(request().secret(&Secret::new("s")).into_body(), None);
        assert_eq!(Request::to("/x").into_body(), None);
    }
}

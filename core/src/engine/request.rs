//! Request of an operation.

use std::borrow::Cow;

use zeroize::Zeroize;

use crate::http::JSON;

/// Path and body of a request.
pub(crate) struct Request {
    pub(super) path: Cow<'static, str>,
    pub(super) content: Option<Content>,
    pub(super) anonymous: bool,
}

/// Request body and its media type. Wiped on drop if it contains a secret.
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    secret: bool,
}

impl Drop for Content {
    fn drop(&mut self) {
        // Only if needed: wiping writes byte by byte, and a batch is large.
        if self.secret {
            self.body.zeroize();
        }
    }
}

impl Request {
    pub(crate) fn to(path: impl Into<Cow<'static, str>>) -> Self {
        Self { path: path.into(), content: None, anonymous: false }
    }

    pub(crate) fn json(self, body: Vec<u8>) -> Self {
        Self { content: Some(Content { kind: JSON, body, secret: false }), ..self }
    }

    pub(crate) fn form(self, body: Vec<u8>) -> Self {
        Self { content: Some(Content { kind: "application/x-www-form-urlencoded", body, secret: false }), ..self }
    }

    /// Marks the body as secret, so that it is wiped after the call.
    pub(crate) fn secret(mut self) -> Self {
        self.content.iter_mut().for_each(|content| content.secret = true);
        self
    }

    /// Sends no credentials in the headers.
    pub(crate) fn anonymous(self) -> Self {
        Self { anonymous: true, ..self }
    }

    /// Returns the body for reuse, or `None` if it is secret.
    pub(super) fn into_body(mut self) -> Option<Vec<u8>> {
        self.content.as_mut().filter(|content| !content.secret).map(|content| std::mem::take(&mut content.body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_for_reuse_unless_it_is_secret() {
        let request = || Request::to("/x").json(b"body".to_vec());
        assert_eq!(request().into_body(), Some(b"body".to_vec()));
        assert_eq!(request().secret().into_body(), None);
        assert_eq!(Request::to("/x").into_body(), None);
    }
}

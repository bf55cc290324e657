//! What an operation sends.

use std::borrow::Cow;

use zeroize::Zeroize;

use crate::http::JSON;

/// Path, body and how they are treated.
pub(crate) struct Request {
    pub(super) path: Cow<'static, str>,
    pub(super) content: Option<Content>,
    pub(super) anonymous: bool,
}

/// A body and its type; wiped at the end if there is a secret in it.
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    secret: bool,
}

impl Drop for Content {
    fn drop(&mut self) {
        // Not always: a batch is large, and what is wiped is written byte by byte.
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

    /// The body given before holds a secret: it is wiped when the call is over.
    pub(crate) fn secret(mut self) -> Self {
        self.content.iter_mut().for_each(|content| content.secret = true);
        self
    }

    /// Without credentials in the headers.
    pub(crate) fn anonymous(self) -> Self {
        Self { anonymous: true, ..self }
    }

    /// The body, for another request; none if there is a secret in it.
    pub(super) fn into_body(mut self) -> Option<Vec<u8>> {
        self.content.as_mut().filter(|content| !content.secret).map(|content| std::mem::take(&mut content.body))
    }
}

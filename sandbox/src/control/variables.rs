//! Marks in the place of credentials, while code that makes a request again is written: each language puts its expression
//! for a variable there.

use std::borrow::Cow;

use crate::requests::{LoggedRequest, masking};

/// Stands before and after the name of a variable. No text should have this character, which Unicode reserves.
const MARK: char = '\u{fdd0}';
/// The mark as JSON and forms escape it, in lower case.
const ESCAPES: [&str; 2] = ["\\ufdd0", "%ef%b7%90"];

/// The marks of a request.
pub(super) struct Marks<'a> {
    request: &'a LoggedRequest,
    /// False for a request that has such marks already, which are no variables: its credentials get stars.
    is_usable: bool,
}

impl<'a> Marks<'a> {
    pub(super) fn new(request: &'a LoggedRequest) -> Self {
        let body = String::from_utf8_lossy(&request.body).to_lowercase();
        let query = request.uri.query().unwrap_or_default().to_lowercase();
        let is_marked = |text: &String| text.contains(MARK) || ESCAPES.iter().any(|escape| text.contains(escape));
        Self { request, is_usable: ![body, query].iter().any(is_marked) }
    }

    /// The query with marks.
    pub(super) fn query(&self) -> Option<String> {
        masking::query(&self.request.uri, &|field| self.mark(field))
    }

    /// The body with marks.
    pub(super) fn body(&self) -> Cow<'a, str> {
        masking::body(&self.request.headers, &self.request.body, &|field| self.mark(field))
    }

    fn mark(&self, field: &str) -> String {
        match self.is_usable {
            true => format!("{MARK}{}{MARK}", variable(self.request.api, &field.to_lowercase())),
            false => masking::MASK.to_owned(),
        }
    }

    /// Puts what `make` returns for each variable in the place of its mark.
    pub(super) fn replace(&self, text: &str, make: impl Fn(&str) -> String) -> String {
        if !self.is_usable {
            return text.to_owned();
        }
        let pieces = text.split(MARK).enumerate();
        pieces.map(|(index, piece)| if index % 2 == 1 { make(piece) } else { piece.to_owned() }).collect()
    }

    /// As [`Self::replace`], for literals that are nothing but a mark.
    pub(super) fn replace_literals(&self, code: &str, make: impl Fn(&str) -> String) -> String {
        let mark = MARK.to_string();
        match self.is_usable {
            true => self.replace(&code.replace(&format!("\"{MARK}"), &mark).replace(&format!("{MARK}\""), &mark), make),
            false => code.to_owned(),
        }
    }

    /// The variables of a text, in order.
    pub(super) fn variables<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if self.is_usable { text.split(MARK).skip(1).step_by(2).collect() } else { Vec::new() }
    }
}

/// The environment variable for a field of an API.
fn variable(api: &str, field: &str) -> &'static str {
    match (api, field) {
        ("chathub", "token") => "SMSBAT_OPERATOR_TOKEN",
        (_, "access_token") => "SMSBAT_COMPANY_TOKEN",
        (_, "connectiontoken") => "SMSBAT_CONNECTION_TOKEN",
        (_, "sign") => "SMSBAT_MESSAGIO_SIGN",
        // Not the library's SMSBAT_PASSWORD, which belongs to a login of SMSBAT.
        (_, "password") => "SMSBAT_CHATHUB_PASSWORD",
        _ => "SMSBAT_API_KEY",
    }
}

//! ChatHub's tokens: JWT, signed with HMAC-SHA-256 and a random key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::simulate::clock::Millis;

/// Claims of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Claims {
    /// `company` or `operator`.
    pub(super) kind: TokenKind,
    pub(super) client_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operator_id: Option<u64>,
    /// Seconds since 1970, on the clock of the sandbox.
    pub(super) iat: u64,
    pub(super) exp: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TokenKind {
    Company,
    Operator,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenError {
    /// Not signed by this sandbox.
    Invalid,
    Expired,
}

/// Makes and reads tokens.
#[derive(Debug)]
pub(crate) struct Signer(hmac::Key);

impl Signer {
    /// Makes a signer. Each sandbox has its own secret, so it refuses tokens of others.
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    pub(super) fn sign(&self, claims: &Claims) -> String {
        let part = |value: String| URL_SAFE_NO_PAD.encode(value);
        let head = part(json!({"alg": "HS256", "typ": "JWT"}).to_string());
        let signed = format!("{head}.{}", part(json!(claims).to_string()));
        let signature = hmac::sign(&self.0, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(super) fn read(&self, token: &str, now: Millis) -> Result<Claims, TokenError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Invalid)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenError::Invalid)?;
        hmac::verify(&self.0, signed.as_bytes(), &signature).map_err(|_| TokenError::Invalid)?;
        let (_, payload) = signed.split_once('.').ok_or(TokenError::Invalid)?;
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| TokenError::Invalid)?;
        let claims: Claims = serde_json::from_slice(&payload).map_err(|_| TokenError::Invalid)?;
        if claims.exp.saturating_mul(1000) <= now { Err(TokenError::Expired) } else { Ok(claims) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_tokens_are_read_and_only_in_time() {
        let signer = Signer::new(&[7; 32]);
        let claims = Claims { kind: TokenKind::Operator, client_id: 1, operator_id: Some(507), iat: 100, exp: 200 };
        let token = signer.sign(&claims);
        assert_eq!(token.split('.').count(), 3);
        assert_eq!(signer.read(&token, 199_999), Ok(claims.clone()));
        assert_eq!(signer.read(&token, 200_000), Err(TokenError::Expired));
        assert_eq!(Signer::new(&[8; 32]).read(&token, 0), Err(TokenError::Invalid));
        let other = signer.sign(&Claims { exp: 999, ..claims });
        let (head, signature) = (other.rsplit_once('.').unwrap().0, token.rsplit_once('.').unwrap().1);
        assert_eq!(signer.read(&format!("{head}.{signature}"), 0), Err(TokenError::Invalid));
        for garbage in ["", "a", "a.b", "a.b.c", "..", "header.payload.signature"] {
            assert_eq!(signer.read(garbage, 0), Err(TokenError::Invalid), "{garbage}");
        }
    }
}

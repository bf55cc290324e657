//! Parts that the provider's APIs share.

pub(crate) mod body;
pub(crate) mod check;
pub(crate) mod credentials;
pub(crate) mod price;
pub(crate) mod rate;
pub(crate) mod refusal;
pub(crate) mod settings;

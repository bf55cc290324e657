#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod bat;
mod body;
mod cascade;
mod chathub;
mod check;
mod clock;
mod control;
mod credentials;
mod error;
mod exchange;
mod gms;
mod guard;
mod inbox;
mod lifecycle;
mod magic;
mod messagio;
mod options;
mod planned;
mod price;
mod rate;
mod record;
mod refusal;
mod requests;
mod run;
mod sandbox;
mod secrets;
mod server;
mod service;
mod settings;
mod state;
mod tls;
mod tsms;
mod webhooks;

pub use credentials::TEST_KEY;
pub use error::Error;
pub use magic::{MAGIC_NUMBERS, MAGIC_PREFIX, MagicNumber};
pub use options::{Options, RECORD_VARIABLE, RunOptions};
pub use planned::PlannedReply;
pub use run::run;
pub use sandbox::Sandbox;

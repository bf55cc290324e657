#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod app;
mod compare;
mod control;
mod error;
mod filled;
mod guard;
mod hash;
mod health;
mod inbox;
mod options;
mod page;
mod provider;
mod remote;
mod requests;
mod run;
mod sandbox;
mod server;
mod simulate;
mod store;
mod tls;
mod typed;
mod webhooks;
mod words;

pub use error::Error;
pub use health::health;
pub use options::{Options, RECORD_VARIABLE, RunOptions};
pub use provider::common::credentials::TEST_KEY;
pub use remote::{EVENTS, ListenOptions, Trigger, is_local, listen, trigger};
pub use run::run;
pub use sandbox::Sandbox;
pub use simulate::magic::{MAGIC_NUMBERS, MAGIC_PREFIX, MagicNumber};
pub use simulate::planned::PlannedReply;
pub use simulate::rules::FaultKind;
pub use typed::{ActiveRule, Filter, ReceivedMessage, Rule};

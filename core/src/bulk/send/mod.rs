//! Sending of a campaign: limits, chunks, connections.

pub(crate) mod limits;
mod reply;
mod request;
mod run;

pub(crate) use run::run;

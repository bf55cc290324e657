//! Sends the rows of a run: limits, chunks, connections.

mod chunk_builder;
mod flags;
mod journal_writer;
mod limits;
mod reply;
mod request;
mod run;
mod threads;
mod workers;

pub(crate) use run::run;

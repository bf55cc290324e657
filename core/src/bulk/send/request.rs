//! Sends one chunk, in pieces if the provider refuses it as a whole.

use std::ops::Range;

use super::reply;
use crate::bulk::chunk::ChunkResult;
use crate::config::Config;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::Answer;
use crate::messages::SEND;

/// Most times a chunk is split to find messages for which the provider refuses the whole request.
const MOST_SPLITS: u32 = 64;

/// Some rows of a chunk, as one request.
struct Piece<'a> {
    result: &'a mut ChunkResult,
    rows: Range<usize>,
}

impl Operation for Piece<'_> {
    type Reply = ();

    fn endpoint(&self) -> &Endpoint {
        &SEND
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(SEND.path).json(self.result.chunk.body_of(self.rows.clone())))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<(), Error> {
        reply::read(answer, self.result, self.rows.clone())
    }

    fn keep(&mut self, body: Vec<u8>) {
        if self.rows.len() == self.result.chunk.rows.len() {
            self.result.chunk.restore(body);
        }
    }
}

/// Sends a chunk and sets the result of each message.
///
/// If the provider refuses a request as a whole (400, 413, 422), nothing of it was sent, and one bad message may
/// be the reason: the request is split, so that the others are sent.
pub(super) fn send(engine: &Engine, result: &mut ChunkResult, options: &CallOptions) {
    let all = result.chunk.rows.len();
    let mut pieces = Vec::from([Range { start: 0, end: all }]);
    let mut splits = 0;
    // If nothing at all gets through, it is not a single message that is bad.
    let hopeless = all.max(2).ilog2().saturating_add(1).saturating_mul(2);
    while let Some(piece) = pieces.pop() {
        let error = match engine.run(Piece { result, rows: piece.clone() }, options) {
            Ok(()) => {
                (result.failed, result.answered) = (false, true);
                continue;
            }
            Err(error) => error,
        };
        result.answered |= error.outcome() != Outcome::NotSent || error.status_code().is_some();
        let most = if result.failed { hopeless.min(MOST_SPLITS) } else { MOST_SPLITS };
        if piece.len() > 1 && splits < most && one_may_be_bad(&error) {
            splits = splits.saturating_add(1);
            split(&piece, &error, &mut pieces);
        } else {
            result.fail(piece, error);
        }
    }
}

fn one_may_be_bad(error: &Error) -> bool {
    error.outcome() == Outcome::NotSent && matches!(error.status_code(), Some(400 | 413 | 422))
}

/// Two halves; or, if the provider named a message, that one and what stands before and after it.
fn split(piece: &Range<usize>, error: &Error, pieces: &mut Vec<Range<usize>>) {
    let named = error.field().and_then(|f| f.strip_prefix("messages[")).and_then(|f| f.split_once(']'));
    let named = named.and_then(|(number, _)| number.parse::<usize>().ok()).filter(|n| *n < piece.len());
    let parts = match named {
        Some(n) => {
            let bad = piece.start.saturating_add(n);
            let next = bad.saturating_add(1);
            [next..piece.end, bad..next, piece.start..bad]
        }
        None => {
            let middle = piece.start.midpoint(piece.end);
            [middle..piece.end, piece.start..middle, 0..0]
        }
    };
    pieces.extend(parts.into_iter().filter(|p| !p.is_empty()));
}

/// Returns true if no other request can do better after this failure.
pub(super) fn is_final(error: &Error) -> bool {
    use ErrorKind::{Authentication, Cancelled, Configuration, Internal, NotFound, PermissionDenied};
    matches!(error.kind(), Authentication | Cancelled | Configuration | Internal | NotFound | PermissionDenied)
}

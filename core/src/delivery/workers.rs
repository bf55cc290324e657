//! Threads that ask for statuses, so that the rate limit is used up however long an answer takes.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::table::Place;
use crate::clock::{self, Instant};
use crate::engine::{CallOptions, Engine};
use crate::error::Error;
use crate::messages::{MessageStatus, Status};
use crate::os_text;
use crate::sync::{Builder, JoinHandle, Receiver, RecvTimeoutError, Sender, channel};

/// Most threads: 50 requests a second with answers that take 160 ms.
const MOST: usize = 8;

/// A message to ask for.
pub(super) struct Request {
    pub(super) place: Place,
    pub(super) message_id: String,
}

pub(super) struct Answer {
    pub(super) place: Place,
    pub(super) status: Result<MessageStatus, Error>,
    /// Before the request left: a webhook that comes meanwhile is newer.
    pub(super) asked_at: Timestamp,
    worker: Option<usize>,
}

struct Worker {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    /// Its requests without an answer: more than one if the system refuses a thread for the next.
    under_way: usize,
}

/// Everything that a request needs.
struct Asking {
    engine: Engine,
    options: CallOptions,
    deadline: Instant,
}

impl Asking {
    fn ask(&self, request: Request, worker: Option<usize>) -> Answer {
        let Request { place, message_id } = request;
        let asked_at = clock::timestamp();
        let left = self.deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        let time = self.options.timeout.unwrap_or(self.engine.config().timeout).min(left);
        let options = CallOptions { timeout: Some(time), ..self.options.clone() };
        let run = || self.engine.run(Status { message_id: message_id.into() }, &options);
        let status = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(Error::panicked()));
        Answer { place, status, asked_at, worker }
    }
}

/// The threads. They are started when there is something to do, as many as the system gives; without any, the caller's
/// thread asks.
pub(super) struct Workers {
    asking: Arc<Asking>,
    /// Ends what is under way.
    stop: Arc<AtomicBool>,
    workers: Vec<Worker>,
    idle: Vec<usize>,
    most: usize,
    to_caller: Sender<Answer>,
    answers: Receiver<Answer>,
    pub(super) under_way: usize,
    process: u32,
}

impl Workers {
    pub(super) fn new(engine: &Engine, call: &CallOptions, deadline: Instant) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let options =
            CallOptions { interrupt: Some(Arc::new(move || stopped.load(Ordering::Acquire))), ..call.clone() };
        let (to_caller, answers) = channel();
        Self {
            asking: Arc::new(Asking { engine: engine.clone(), options, deadline }),
            stop,
            workers: Vec::new(),
            idle: Vec::new(),
            most: MOST,
            to_caller,
            answers,
            under_way: 0,
            process: std::process::id(),
        }
    }

    /// Returns true if a request can be handed over now.
    pub(super) fn is_free(&self) -> bool {
        !self.idle.is_empty() || self.workers.len() < self.most || (self.workers.is_empty() && self.under_way == 0)
    }

    /// Asks for a message; only if [`Workers::is_free`].
    pub(super) fn ask(&mut self, request: Request) {
        self.under_way = self.under_way.saturating_add(1);
        if self.idle.is_empty() && self.workers.len() < self.most {
            match self.start() {
                Ok(()) => self.idle.push(self.workers.len().saturating_sub(1)),
                Err(e) => {
                    log::warn!(target: "smsbat", "the system refuses a thread ({}); {} are used", os_text::why(&e), self.workers.len());
                    self.most = self.workers.len();
                }
            }
        }
        let worker = self.idle.pop().or_else(|| (!self.workers.is_empty()).then_some(0));
        let worker = worker.and_then(|worker| self.workers.get_mut(worker));
        let unsent = match worker.and_then(|worker| Some((worker.requests.as_ref()?, &mut worker.under_way))) {
            Some((to, under_way)) => {
                let unsent = to.send(request).err().map(|e| e.0);
                *under_way = under_way.saturating_add(usize::from(unsent.is_none()));
                unsent
            }
            None => Some(request),
        };
        if let Some(request) = unsent {
            // The interrupt is polled between two requests then.
            let _ = self.to_caller.send(self.asking.ask(request, None));
        }
    }

    fn start(&mut self) -> io::Result<()> {
        let (to, requests) = channel::<Request>();
        let (asking, answers, number) = (Arc::clone(&self.asking), self.to_caller.clone(), self.workers.len());
        let work = move || {
            while let Ok(request) = requests.recv() {
                if answers.send(asking.ask(request, Some(number))).is_err() {
                    return;
                }
            }
        };
        let thread = Builder::new().name("smsbat-track".to_owned()).spawn(work)?;
        self.workers.push(Worker { requests: Some(to), thread: Some(thread), under_way: 0 });
        Ok(())
    }

    /// Waits for the next answer.
    pub(super) fn next(&mut self, time: Duration) -> Option<Answer> {
        let answer = match self.answers.recv_timeout(time) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        };
        self.under_way = self.under_way.saturating_sub(1);
        if let Some((number, worker)) = answer.worker.and_then(|number| Some((number, self.workers.get_mut(number)?))) {
            worker.under_way = worker.under_way.saturating_sub(1);
            if worker.under_way == 0 {
                self.idle.push(number);
            }
        }
        Some(answer)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // A child of a fork has none of the threads.
        if self.process != std::process::id() {
            self.workers.drain(..).for_each(std::mem::forget);
            return;
        }
        for worker in &mut self.workers {
            worker.requests = None;
        }
        for worker in &mut self.workers {
            if let Some(thread) = worker.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::client::Client;

    /// If the system refuses a thread, the first worker has the requests of two.
    #[test]
    fn a_worker_with_two_requests_is_idle_once() {
        let client = Client::builder().api_key("none").base_url("http://127.0.0.1:9").max_retries(0).build().unwrap();
        let call = CallOptions::default();
        let mut workers = Workers::new(client.engine(), &call, clock::after(Instant::now(), Duration::from_secs(60)));
        workers.most = 1;
        for place in 0..3 {
            workers.ask(Request { place, message_id: place.to_string() });
        }
        assert_eq!((workers.workers.len(), workers.is_free()), (1, false));
        for left in [2, 1, 0] {
            assert!(workers.next(Duration::from_secs(30)).unwrap().status.is_err());
            assert_eq!(workers.idle, if left == 0 { vec![0] } else { vec![] });
        }
    }
}

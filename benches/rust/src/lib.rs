//! The measuring loop that all peers in Rust share; benches/c/bench.h describes it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Messages of a request of the item `whole`.
pub const BATCH: usize = 5000;

/// Key that is sent.
pub const KEY: &str = "test-key";

/// Arguments of the command line.
#[derive(Debug)]
pub struct Bench {
    /// Name of the measurement.
    pub item: String,
    /// Address of the server.
    pub url: String,
    /// Messages of a request.
    pub count: usize,
    /// Authority to trust, with TLS.
    pub ca: Option<PathBuf>,
    requests: u32,
    warmup: u32,
    number: usize,
}

/// Values of one message.
#[derive(Debug)]
pub struct Values {
    /// Recipient.
    pub to: String,
    /// Text.
    pub text: String,
    /// The sender's own id.
    pub id: String,
}

impl Bench {
    /// Of the command line.
    pub fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        let [_, item, url, requests, warmup, ca @ ..] = arguments.as_slice() else {
            eprintln!("usage: small|whole|csv URL REQUESTS WARMUP [CA]");
            std::process::exit(2);
        };
        Self {
            item: item.clone(),
            url: url.clone(),
            count: if item == "small" { 1 } else { BATCH },
            ca: ca.first().map(PathBuf::from),
            requests: requests.parse().expect("a number of requests"),
            warmup: warmup.parse().expect("a number of requests"),
            number: 0,
        }
    }

    /// Values that no other message has.
    pub fn values(&mut self) -> Values {
        let number = self.number;
        self.number += 1;
        Values {
            to: format!("+38067{:07}", number % 10_000_000),
            text: format!("Your order {number} is ready. Come and get it!"),
            id: format!("order-{number}"),
        }
    }

    /// Sends all requests and prints what they took. `send` gives how many messages were accepted.
    pub fn run(mut self, mut send: impl FnMut(&mut Self) -> usize) {
        for _ in 0..self.warmup {
            self.one(&mut send);
        }
        let mut took: Vec<Duration> = Vec::with_capacity(self.requests as usize);
        measured(|| {
            let mut last = Instant::now();
            for _ in 0..self.requests {
                self.one(&mut send);
                let now = Instant::now();
                took.push(now - last);
                last = now;
            }
            took
        });
    }

    /// The same for a campaign in a file, which is made before: `send` gets its path and gives how many messages of
    /// it were accepted.
    pub fn run_campaign(self, send: impl Fn(&Path) -> usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let campaign = |requests: u32| {
            let rows = requests as usize * BATCH;
            let path = folder.path().join(format!("{requests}.csv"));
            let mut text = "phone,name,order\n".to_owned();
            for row in 0..rows {
                text.push_str(&format!("+38067{:07},Ada,{row}\n", row % 10_000_000));
            }
            std::fs::write(&path, text).expect("a file");
            (path, rows)
        };
        for (requests, measure) in [(self.warmup, false), (self.requests, true)] {
            let (path, rows) = campaign(requests);
            let run = || self.count(send(&path), rows);
            if measure {
                measured(|| {
                    run();
                    Vec::new()
                });
            } else {
                run();
            }
        }
    }

    fn one(&mut self, send: &mut impl FnMut(&mut Self) -> usize) {
        let (sent, count) = (send(self), self.count);
        self.count(sent, count);
    }

    fn count(&self, accepted: usize, sent: usize) {
        if accepted != sent {
            eprintln!("not all messages were accepted");
            std::process::exit(1);
        }
    }
}

/// Prints what the work took; it gives how long each of its requests did, for the median.
fn measured(work: impl FnOnce() -> Vec<Duration>) {
    let (before, begin) = (cpu(), Instant::now());
    let mut took = work();
    let (cpu, wall) = (cpu() - before, begin.elapsed().as_secs_f64());
    took.sort_unstable();
    let p50 = took.get(took.len() / 2).map_or("null".to_owned(), |median| format!("{:.9}", median.as_secs_f64()));
    println!("{{\"cpu\":{cpu:.9},\"wall\":{wall:.9},\"p50\":{p50}}}");
}

/// CPU seconds of this process, user and system.
fn cpu() -> f64 {
    // SAFETY: the struct is plain numbers, and the call fills it.
    let used = unsafe {
        let mut used: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut used);
        used
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(used.ru_utime) + seconds(used.ru_stime)
}

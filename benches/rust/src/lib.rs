//! What every peer in Rust does alike; benches/c/bench.h says it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used)]

use std::path::PathBuf;
use std::time::Instant;

/// Messages of a request of the item `batch`.
pub const BATCH: usize = 5000;

/// Key that is sent.
pub const KEY: &str = "test-key";

/// What is asked for on the command line.
#[derive(Debug)]
pub struct Bench {
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
            eprintln!("usage: small|batch URL REQUESTS WARMUP [CA]");
            std::process::exit(2);
        };
        Self {
            url: url.clone(),
            count: if item == "batch" { BATCH } else { 1 },
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
        let (cpu, wall) = (cpu(), Instant::now());
        for _ in 0..self.requests {
            self.one(&mut send);
        }
        println!("{{\"cpu\":{:.9},\"wall\":{:.9}}}", self::cpu() - cpu, wall.elapsed().as_secs_f64());
    }

    fn one(&mut self, send: &mut impl FnMut(&mut Self) -> usize) {
        if send(self) != self.count {
            eprintln!("not all messages were accepted");
            std::process::exit(1);
        }
    }
}

/// CPU seconds of this process, user and system.
pub fn cpu() -> f64 {
    // SAFETY: the struct is plain numbers, and the call fills it.
    let used = unsafe {
        let mut used: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut used);
        used
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(used.ru_utime) + seconds(used.ru_stime)
}

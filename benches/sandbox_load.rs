//! What the sandbox holds, beside a bare server of the same framework: `cargo bench -p smsbat-sandbox`.
//!
//! Both run in a thread of this process with one runtime thread; the clients are threads with a connection each that
//! write requests by hand. The bare server reads the body as JSON and answers a text of the same length.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use smsbat_sandbox::{Options, Sandbox};

/// Connections that send at a time.
const CLIENTS: usize = 4;
/// How long small sends are counted.
const TIME: Duration = Duration::from_secs(3);
/// Messages of a large send.
const BATCH: usize = 5_000;
const BATCHES: usize = 20;

struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn new(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream) }
    }

    /// The length of the answer's body.
    fn call(&mut self, method: &str, path: &str, body: &str) -> usize {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Authorization-Key: test-key\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut line, mut length, mut first) = (String::new(), 0, true);
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            assert!(!first || line.contains(" 200 "), "{line}");
            first = false;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).unwrap();
        length
    }
}

fn messages(count: usize, from: usize) -> String {
    let one = |i: usize| {
        json!({"from": "MyShop", "to": format!("+38067{:07}", (from + i) % 10_000_000), "type": "sms",
            "text": format!("Your parcel {i} is at the branch until Sunday"), "customerMessageId": format!("c-{}", from + i)})
    };
    json!({"messages": (0..count).map(one).collect::<Vec<Value>>()}).to_string()
}

/// A server that does nothing with what it reads.
fn bare(length: usize) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let answer = "x".repeat(length);
            let handler = async move |axum::Json(body): axum::Json<Value>| {
                assert!(body.is_object());
                answer.clone()
            };
            let limit = axum::extract::DefaultBodyLimit::disable();
            let router = axum::Router::new().route("/bat/messagelist", axum::routing::post(handler)).layer(limit);
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let service = hyper_util::service::TowerToHyperService::new(router.clone());
                tokio::spawn(async move {
                    let io = hyper_util::rt::TokioIo::new(stream);
                    let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
                });
            }
        });
    });
    address
}

/// Sends of one message a second.
fn small(address: &str) -> f64 {
    let done: usize = std::thread::scope(|scope| {
        let run = |client: usize| {
            let mut connection = Client::new(address);
            let (start, mut count) = (Instant::now(), 0);
            while start.elapsed() < TIME {
                connection.call("POST", "/bat/messagelist", &messages(1, client * 1_000_000 + count));
                count += 1;
            }
            count
        };
        let threads: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || run(client))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    done as f64 / TIME.as_secs_f64()
}

/// Sends of 5,000 messages a second, on one connection.
fn large(address: &str) -> f64 {
    let mut connection = Client::new(address);
    let bodies: Vec<String> = (0..BATCHES).map(|i| messages(BATCH, i * BATCH)).collect();
    let start = Instant::now();
    for body in &bodies {
        connection.call("POST", "/bat/messagelist", body);
    }
    BATCHES as f64 / start.elapsed().as_secs_f64()
}

fn timed(connection: &mut Client, path: &str) -> f64 {
    let start = Instant::now();
    connection.call("GET", path, "");
    start.elapsed().as_secs_f64() * 1000.0
}

fn main() {
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap();
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    let mut connection = Client::new(&address);
    let one = connection.call("POST", "/bat/messagelist", &messages(1, 0));
    let many = connection.call("POST", "/bat/messagelist", &messages(BATCH, 0));
    for (name, measure, length) in
        [("sends of 1 message", small as fn(&str) -> f64, one), ("sends of 5,000 messages", large, many)]
    {
        let (own, other) = (measure(&address), measure(&bare(length)));
        println!("{name}: {own:.0}/s, a bare server {other:.0}/s, ratio {:.2}", own / other);
    }
    for i in 0..1_000_000 / BATCH {
        connection.call("POST", "/bat/messagelist", &messages(BATCH, 20_000_000 + i * BATCH));
    }
    for path in [
        "/_sandbox/conversations",
        "/_sandbox/conversations/380670000123",
        "/_sandbox/conversations?q=nowhere%20to%20be%20found",
        "/_sandbox/messages?limit=50",
        "/_sandbox/messages?to=380670000123",
    ] {
        println!("with 1,000,000 messages, {path}: {:.1} ms", timed(&mut connection, path));
    }
}

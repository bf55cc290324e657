//! Load that the sandbox can take, next to a bare server of the same framework: `cargo bench -p smsbat-sandbox`.
//!
//! Both run in a thread of this process with one runtime thread; the clients are threads with a connection each that
//! write requests by hand. The bare server reads the body as JSON and answers a text of the same length. Each figure
//! is the median of the rounds, in which the two take turns, with the least and the most. Processor time is that of
//! the server's thread alone (Linux), so that it says the same on a machine that does other things too.
//!
//! `-- --store` keeps the messages in a file as well; `-- --rounds N` (5) and `-- --messages N` (1,000,000).
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use smsbat_sandbox::{Options, Sandbox};

/// Connections that send at a time.
const CLIENTS: usize = 4;
/// How long small sends are counted in a round.
const TIME: Duration = Duration::from_secs(1);
/// Messages of a large send.
const BATCH: usize = 5_000;
/// Large sends of a round.
const BATCHES: usize = 20;
/// Recipients that the messages are spread over.
const RECIPIENTS: usize = 200_000;

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
        self.read(method, path, body).len()
    }

    fn read(&mut self, method: &str, path: &str, body: &str) -> Vec<u8> {
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
        answer
    }
}

fn messages(count: usize, from: usize) -> String {
    let one = |i: usize| {
        json!({"from": "MyShop", "to": format!("+38067{:07}", (from + i) % RECIPIENTS), "type": "sms",
            "text": format!("Your parcel {} is at the branch until Sunday", from + i), "customerMessageId": format!("c-{}", from + i)})
    };
    json!({"messages": (0..count).map(one).collect::<Vec<Value>>()}).to_string()
}

/// A server that does nothing with what it reads.
fn bare(length: usize) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::Builder::new()
        .name("bare".to_owned())
        .spawn(move || {
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
        })
        .unwrap();
    address
}

/// Nanoseconds that the threads of this name have run; zero where the system does not tell.
fn ran(thread: &str) -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| {
        let name = std::fs::read_to_string(task.path().join("comm")).ok()?;
        let times = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        (name.trim_end() == thread).then(|| times.split(' ').next()?.parse::<u64>().ok()).flatten()
    };
    tasks.filter_map(of).sum()
}

/// Resident bytes of this process; zero where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}

struct Round {
    per_second: f64,
    /// Processor time of the server for one send, in microseconds, and of the thread that writes the file.
    processor: f64,
    writer: f64,
}

/// Counts sends while `run` makes them.
fn round(thread: &str, run: impl FnOnce() -> usize) -> Round {
    // The system keeps 15 characters of a name.
    let now = || (Instant::now(), ran(thread), ran("smsbat-sandbox-"));
    let before = now();
    let count = run() as f64;
    let after = now();
    let each = |after: u64, before: u64| (after - before) as f64 / 1e3 / count;
    Round {
        per_second: count / (after.0 - before.0).as_secs_f64(),
        processor: each(after.1, before.1),
        writer: each(after.2, before.2),
    }
}

/// Sends of one message.
fn small(address: &str) -> usize {
    let run = |client: usize| {
        let mut connection = Client::new(address);
        let (start, mut count) = (Instant::now(), 0);
        while start.elapsed() < TIME {
            connection.call("POST", "/bat/messagelist", &messages(1, client * 1_000_000 + count));
            count += 1;
        }
        count
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || run(client))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

/// Sends of 5,000 messages, on one connection.
fn large(address: &str, bodies: &[String]) -> usize {
    let mut connection = Client::new(address);
    for body in bodies {
        connection.call("POST", "/bat/messagelist", body);
    }
    bodies.len()
}

/// The middle, the least and the most.
fn spread(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}

fn tell(name: &str, values: impl Iterator<Item = f64>, unit: &str) {
    let (middle, least, most) = spread(values.collect());
    let places = if middle < 10.0 { 2 } else { 0 };
    println!("  {name:<52} {middle:>9.places$} {unit} ({least:.places$} to {most:.places$})");
}

fn compare(title: &str, rounds: usize, own: &str, other: &str, run: impl Fn(&str) -> usize) {
    println!("{title}");
    let rounds: Vec<_> =
        (0..rounds).map(|_| (round("smsbat-sandbox", || run(own)), round("bare", || run(other)))).collect();
    tell("sandbox", rounds.iter().map(|(own, _)| own.per_second), "a second");
    tell("bare server", rounds.iter().map(|(_, other)| other.per_second), "a second");
    tell("ratio", rounds.iter().map(|(own, other)| own.per_second / other.per_second), "");
    tell("sandbox, processor time", rounds.iter().map(|(own, _)| own.processor), "µs");
    if rounds.iter().any(|(own, _)| own.writer > 0.0) {
        tell("the thread that writes the file, processor time", rounds.iter().map(|(own, _)| own.writer), "µs");
    }
    tell("bare server, processor time", rounds.iter().map(|(_, other)| other.processor), "µs");
    tell("ratio of processor time", rounds.iter().map(|(own, other)| own.processor / other.processor), "");
}

/// How long one call takes.
fn timed(connection: &mut Client, path: &str) -> f64 {
    let start = Instant::now();
    connection.call("GET", path, "");
    start.elapsed().as_secs_f64() * 1000.0
}

/// How long a search takes that the page follows to its end, and the longest of its calls.
fn searched(connection: &mut Client, path: &str) -> (f64, f64) {
    let (mut whole, mut longest, mut before) = (0.0, 0.0_f64, String::new());
    loop {
        let start = Instant::now();
        let answer = connection.read("GET", &format!("{path}{before}"), "");
        let took = start.elapsed().as_secs_f64() * 1000.0;
        (whole, longest) = (whole + took, longest.max(took));
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        if answer["next"].is_null() || !answer["conversations"].as_array().unwrap().is_empty() {
            return (whole, longest);
        }
        before = format!("&before={}", answer["next"]);
    }
}

/// Times of small sends, a thousand a second, while `busy` runs over and over.
fn beside(address: &str, busy: impl Fn(&mut Client) + Sync) -> Vec<f64> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut connection = Client::new(address);
            while !done.load(Ordering::Acquire) {
                busy(&mut connection);
            }
        });
        let mut connection = Client::new(address);
        let start = Instant::now();
        let times = (0..2_000_u64).map(|i| {
            let due = start + Duration::from_millis(i);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let before = Instant::now();
            connection.call("POST", "/bat/messagelist", &messages(1, i as usize));
            before.elapsed().as_secs_f64() * 1000.0
        });
        let times = times.collect();
        done.store(true, Ordering::Release);
        times
    })
}

fn argument(name: &str, default: usize) -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next().map_or(default, |value| value.parse().unwrap())
}

fn main() {
    let (rounds, total) = (argument("--rounds", 5), argument("--messages", 1_000_000));
    let folder = tempfile::tempdir().unwrap();
    let store = std::env::args().any(|argument| argument == "--store").then(|| folder.path().join("store.db"));
    let options = Options { rate_limit: false, store: store.clone(), ..Options::default() };
    let sandbox = Sandbox::start(options.clone()).unwrap();
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    let mut connection = Client::new(&address);
    let one = connection.call("POST", "/bat/messagelist", &messages(1, 0));
    let many = connection.call("POST", "/bat/messagelist", &messages(BATCH, 0));
    let bodies: Vec<String> = (0..BATCHES).map(|i| messages(BATCH, i * BATCH)).collect();
    let (bare_one, bare_many) = (bare(one), bare(many));
    let compare_both = |address: &str| {
        compare("sends of 1 message, 4 connections", rounds, address, &bare_one, small);
        compare("sends of 5,000 messages, 1 connection", rounds, address, &bare_many, |to| large(to, &bodies));
    };

    let before = resident();
    for i in 0..total.div_ceil(BATCH) {
        connection.call("POST", "/bat/messagelist", &messages(BATCH, i * BATCH));
    }
    let each = resident().saturating_sub(before) / total as u64;
    let wire = messages(BATCH, 0).len() / BATCH;
    println!("{total} messages: {each} bytes of memory each, for {wire} on the wire");
    let calls = [
        ("newest recipients", "conversations?limit=50"),
        ("one conversation", "conversations/380670000123?limit=50"),
        ("newest messages", "messages?limit=50"),
        ("messages to a phone", "messages?to=380670000123"),
        ("messages by their own id", "messages?customer_message_id=c-123"),
        ("messages by status", "messages?status=undeliverable&limit=50"),
        ("messages by text that is nowhere", "messages?text=nowhere%20to%20be%20found"),
    ];
    for (name, path) in calls {
        let path = format!("/_sandbox/{path}");
        tell(name, (0..rounds).map(|_| timed(&mut connection, &path)), "ms");
    }
    let searches = [
        ("text that the oldest has", "q=parcel%207%20is"),
        ("text that is nowhere", "q=nowhere%20to%20be%20found"),
        ("two letters that are nowhere", "q=%D0%B9%D1%86"),
        ("a phone", "q=380670000123"),
        ("part of a phone, nowhere", "q=99999999999"),
        ("the own id", "q=c-123"),
        ("a status of none", "status=undeliverable"),
        ("a channel of none", "channel=rcs"),
    ];
    for (name, query) in searches {
        let path = format!("/_sandbox/conversations?{query}");
        let times: Vec<_> = (0..rounds).map(|_| searched(&mut connection, &path)).collect();
        tell(&format!("search: {name}"), times.iter().map(|(whole, _)| *whole), "ms");
        tell("  its longest call", times.iter().map(|(_, longest)| *longest), "ms");
    }
    let search = "/_sandbox/conversations?q=nowhere%20to%20be%20found";
    let quiet = beside(&address, |_| std::thread::sleep(Duration::from_millis(5)));
    let busy = beside(&address, |connection| _ = searched(connection, search));
    for (name, mut times) in
        [("a thousand small sends a second", quiet), ("the same beside searches without end", busy)]
    {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[(times.len() as f64 * share) as usize];
        println!("  {name}: median {:.2} ms, 99 % within {:.2} ms", at(0.5), at(0.99));
    }
    println!("with {total} messages:");
    compare_both(&address);
    drop(connection);
    let start = Instant::now();
    drop(sandbox);
    if let Some(path) = &store {
        println!("  end of the sandbox: {:.1} s", start.elapsed().as_secs_f64());
        println!("  file: {} bytes for each message", std::fs::metadata(path).unwrap().len() / total as u64);
        let start = Instant::now();
        let again = Sandbox::start(options.clone()).unwrap();
        let took = start.elapsed().as_secs_f64();
        let mut connection = Client::new(again.url().trim_start_matches("http://"));
        let kept: Value = serde_json::from_slice(&connection.read("GET", "/_sandbox/conversations", "")).unwrap();
        println!("  next start: {took:.1} s, {} messages", kept["messages"]);
    }
    println!("with an empty store:");
    let store = store.map(|path| path.with_extension("empty"));
    let sandbox = Sandbox::start(Options { store, ..options }).unwrap();
    compare_both(sandbox.url().trim_start_matches("http://"));
}

//! Connections that cannot be opened, must not be trusted, or end at the wrong moment.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use smsbat_core::{CallOptions, Client, ClientBuilder, Outcome, Sms};
use socket2::{Domain, SockRef, Socket, Type};

use crate::bench::{self, Bench, address, builder, received, sms, trusting, warm_up};
use crate::certificates::Flaw;
use crate::relay::Relay;
use crate::run::Work;
use crate::server::{Options, Request, Script, Server};
use crate::verdict::{Expect, Trial, Word};

const GROUP: &str = "connections";
const ID: &str = "fault-1";
/// Environment variables that choose the certificates by default.
const CERTIFICATE_VARIABLES: [&str; 4] = ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/// The process that `--child` starts: one send with what the environment says; prints outcome and kind.
pub fn child(url: &str) -> String {
    let mut builder = Client::builder().api_key(crate::canary::KEY).base_url(url).max_retries(0);
    if let Ok(bundle) = std::env::var("FAULTS_CA_BUNDLE") {
        builder = builder.ca_bundle(bundle);
    }
    let word = match builder.build() {
        Ok(client) => Word::of(&client.messages().send(&[sms(ID)])),
        Err(error) => Word::of(&Err(error)),
    };
    format!("{} {} {}", word.outcome, word.kind, word.text)
}

pub(crate) fn add(work: &mut Work, thin: usize, program: Option<&Path>) {
    // Each with and without repeats: what is certain stays certain.
    for retries in if thin == 1 { vec![0, 2] } else { vec![0] } {
        let mut one = |name: &'static str, expect, test: fn(&Bench, &mut Try)| {
            let name = format!("connections/{name}/{retries} retries");
            let row = name.split('/').nth(1).unwrap_or_default().to_owned();
            work.push(name.clone(), move |bench| {
                let mut it = Try::new(bench, name, row, expect, retries);
                test(bench, &mut it);
                vec![it.done(bench)]
            });
        };
        use Expect::{Accepted, Agreement, NotSent, Unknown};
        one("DNS failure", NotSent, |_, it| it.send(builder("https://no-such-host.invalid")));
        one("port refused", NotSent, |_, it| refused(it, "http"));
        one("port refused, TLS", NotSent, |_, it| refused(it, "https"));
        one("connect hangs (full backlog)", NotSent, |_, it| full_backlog(it, "http"));
        one("connect hangs (full backlog), TLS", NotSent, |_, it| full_backlog(it, "https"));
        one("closed at once", Agreement, |_, it| with_server(it, "http", drop));
        one("closed at once, TLS", NotSent, |_, it| with_server(it, "https", drop));
        one("reset at once", Agreement, |_, it| with_server(it, "http", reset));
        one("reset at once, TLS", NotSent, |_, it| with_server(it, "https", reset));
        one("silent", Unknown, |_, it| with_server(it, "http", hold));
        one("silent, TLS", NotSent, |_, it| with_server(it, "https", hold));
        one("TLS to a plain server", NotSent, |bench, it| {
            it.send(builder(&format!("https://{}", address(bench.sandbox(false)))));
        });
        one("plain to a TLS server", Unknown, |bench, it| {
            it.send(builder(&format!("http://{}", address(bench.sandbox(true)))));
        });
        one("garbage instead of a handshake", NotSent, |_, it| {
            with_server(it, "https", |mut stream| {
                let _ = stream.write_all(&[0x16, 3, 3, 0xff, 0xff, 2, 0, 0, 0]);
                hold(stream);
            });
        });
        one("certificate expired", NotSent, |bench, it| certificate(bench, it, Flaw::Expired, true));
        one("certificate not yet valid", NotSent, |bench, it| certificate(bench, it, Flaw::NotYetValid, true));
        one("certificate for another name", NotSent, |bench, it| certificate(bench, it, Flaw::OtherName, true));
        one("certificate self-signed", NotSent, |bench, it| certificate(bench, it, Flaw::SelfSigned, true));
        one("certificate untrusted", NotSent, |bench, it| certificate(bench, it, Flaw::None, false));
        one("certificate trusted by ca_bundle", Accepted, |bench, it| certificate(bench, it, Flaw::None, true));
        one("idle connection closed before the send", Accepted, |bench, it| idle_closed(bench, it, false));
        one("idle connection closed in the race window", Agreement, |bench, it| idle_closed(bench, it, true));
        one("slow reader of a large send", Unknown, slow_reader);
        one("refusal of a large send that is not read", Agreement, unread_refusal);
        one("proxy: refused port", NotSent, |_, it| {
            let (address, _keep) = dead_port();
            through(it, &format!("http://{address}"));
        });
        one("proxy: unknown name", NotSent, |_, it| through(it, "http://no-such-host.invalid:3128"));
        one("proxy: silent", NotSent, |_, it| proxy(it, hold));
        one("proxy: closes", NotSent, |_, it| proxy(it, drop));
        one("proxy: resets", NotSent, |_, it| proxy(it, reset));
        one("proxy: full backlog", NotSent, |_, it| {
            let (address, _keep) = backlog();
            through(it, &format!("http://{address}"));
        });
        for_proxy_answers(&mut one);
    }
    if let Some(program) = program {
        children(work, program);
    }
}

fn for_proxy_answers(one: &mut impl FnMut(&'static str, Expect, fn(&Bench, &mut Try))) {
    macro_rules! answers {
        ($($name:literal => $bytes:expr;)*) => {
            $(one(concat!("proxy: ", $name), Expect::NotSent, |_, it| proxy(it, |mut stream| {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all($bytes);
                hold(stream);
            }));)*
        };
    }
    answers! {
        "403" => b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
        "407" => b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
        "502" => b"HTTP/1.1 502 Bad Gateway\r\n\r\n";
        "redirect" => b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.2/\r\n\r\n";
        "not HTTP" => b"\x05\x00\r\n\r\n";
        "200, then silent" => b"HTTP/1.1 200 OK\r\n\r\n";
        "200, then an answer for nobody" => b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        "200 with a body" => b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    }
}

/// One trial as it is made.
struct Try {
    trial: Trial,
    retries: u32,
}

impl Try {
    fn new(bench: &Bench, name: String, row: String, expect: Expect, retries: u32) -> Self {
        [false, true].into_iter().for_each(|tls| bench.sandbox(tls).reset());
        let trial = Trial {
            name,
            group: GROUP.to_owned(),
            row,
            expect,
            fired: 1,
            word: None,
            received: 0,
            allowed: 1,
            took: Duration::ZERO,
            timeout: Duration::from_secs(4),
            also: None,
        };
        Self { trial, retries }
    }

    fn options(&self) -> CallOptions {
        CallOptions::new().timeout(self.trial.timeout).max_retries(self.retries)
    }

    /// One send by a client of its own.
    fn send(&mut self, client: ClientBuilder) {
        let client = client.connect_timeout(Duration::from_millis(900)).build().unwrap();
        self.send_by(&client);
    }

    fn send_by(&mut self, client: &Client) {
        let options = self.options();
        (self.trial.word, self.trial.took, self.trial.also) = bench::send(client, ID, options);
    }

    /// Sandboxes that had nothing to do with it are empty.
    fn done(mut self, bench: &Bench) -> Trial {
        if self.trial.received == 0 {
            for tls in [false, true] {
                self.trial.received += received(bench.sandbox(tls)).len();
            }
        }
        self.trial
    }
}

/// A port that refuses, and what keeps others from getting it.
fn dead_port() -> (SocketAddr, Socket) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    (socket.local_addr().unwrap().as_socket().unwrap(), socket)
}

fn refused(it: &mut Try, scheme: &str) {
    let (address, _keep) = dead_port();
    it.send(builder(&format!("{scheme}://{address}")));
}

/// A listener that takes no more connections, and what fills it.
fn backlog() -> (SocketAddr, Vec<Socket>) {
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut sockets = vec![listener];
    loop {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        // On loopback a connect that is not done at once is not done at all.
        let done = socket.connect_timeout(&address, Duration::from_millis(200)).is_ok();
        sockets.push(socket);
        if !done {
            return (address.as_socket().unwrap(), sockets);
        }
    }
}

fn full_backlog(it: &mut Try, scheme: &str) {
    let (address, _keep) = backlog();
    it.send(builder(&format!("{scheme}://{address}")));
}

fn reset(stream: TcpStream) {
    let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
}

fn hold(mut stream: TcpStream) {
    while let Ok(1..) = stream.read(&mut [0; 4096]) {}
}

/// Runs `serve` for each connection until the process ends.
fn listener(serve: fn(TcpStream)) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    address
}

fn with_server(it: &mut Try, scheme: &str, serve: fn(TcpStream)) {
    it.send(builder(&format!("{scheme}://{}", listener(serve))));
}

fn proxy(it: &mut Try, serve: fn(TcpStream)) {
    through(it, &format!("http://{}", listener(serve)));
}

fn through(it: &mut Try, proxy: &str) {
    // Nobody listens there: only the proxy is asked.
    it.send(builder("https://127.0.0.1:1").proxy(proxy));
}

fn pass() -> Script {
    Arc::new(|request: &Request<'_>| request.pass())
}

fn certificate(bench: &Bench, it: &mut Try, flaw: Flaw, trusted: bool) {
    let certificates = bench.certificates();
    let sandbox = address(bench.sandbox(false));
    let server = Server::start(Options { tls: Some(certificates.server(flaw)), sandbox, script: pass(), early: false });
    let url = format!("https://{}", server.address());
    it.send(if trusted { trusting(&url, &certificates.bundle()) } else { builder(&url) });
    server.finish();
}

/// The server closes a pooled connection: before the client looks at it, or just as it writes.
fn idle_closed(bench: &Bench, it: &mut Try, race: bool) {
    let sandbox = bench.sandbox(false);
    for round in 0..if race { 60 } else { 1 } {
        sandbox.reset();
        let relay = Relay::start(address(sandbox));
        let to_close = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = builder(&format!("http://{}", to_close.local_addr().unwrap())).build().unwrap();
        let go = Arc::new(AtomicBool::new(false));
        let (go_too, upstream) = (Arc::clone(&go), relay.address());
        let closer = thread::spawn(move || closing_server(&to_close, upstream, &go_too, race.then_some(round)));
        if let Err(why) = warm_up(&client) {
            it.trial.also = Some(why);
        }
        go.store(true, Ordering::SeqCst);
        if !race {
            // The first connection is closed when the next one is waited for.
            while !closer.is_finished() && go.load(Ordering::SeqCst) {
                thread::yield_now();
            }
        }
        let failed = it.trial.also.take();
        it.send_by(&client);
        it.trial.also = it.trial.also.take().or(failed);
        drop(client);
        closer.join().unwrap();
        relay.finish();
        it.trial.received = received(sandbox).len();
        if it.trial.disagreement().is_some() {
            break;
        }
    }
    sandbox.reset();
}

/// Serves one exchange, closes when told, and serves one connection more.
fn closing_server(listener: &TcpListener, upstream: SocketAddr, go: &AtomicBool, spin: Option<u32>) {
    let serve = |mut client: &TcpStream, rest: &mut Vec<u8>| -> Option<()> {
        let request = crate::server::read_message(&mut client, rest)?;
        let mut upstream = TcpStream::connect(upstream).ok()?;
        upstream.write_all(&request).ok()?;
        let answer = crate::server::read_message(&mut upstream, &mut Vec::new())?;
        client.write_all(&answer).ok()
    };
    let (client, _) = listener.accept().unwrap();
    let mut rest = Vec::new();
    let _ = serve(&client, &mut rest);
    while !go.load(Ordering::SeqCst) {
        thread::yield_now();
    }
    if let Some(turns) = spin {
        // A little later each time, so that some round meets the window.
        (0..turns * 200).for_each(|_| std::hint::spin_loop());
    }
    drop(client);
    go.store(false, Ordering::SeqCst);
    listener.set_nonblocking(true).unwrap();
    let until = Instant::now() + Duration::from_millis(if spin.is_some() { 50 } else { 3000 });
    while Instant::now() < until {
        if let Ok((client, _)) = listener.accept() {
            client.set_nonblocking(false).unwrap();
            let _ = serve(&client, &mut Vec::new());
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn many() -> Vec<Sms> {
    (0..5000)
        .map(|i| Sms::new(crate::canary::TO, "NovaShop", "x".repeat(900)).customer_message_id(format!("{i}")))
        .collect()
}

/// A server that reads a little now and then must not keep the call beyond its time.
fn slow_reader(_: &Bench, it: &mut Try) {
    it.trial.timeout = Duration::from_millis(500);
    let address = slow_listener(|mut stream| {
        let started = Instant::now();
        let mut buffer = [0; 4096];
        while started.elapsed() < Duration::from_secs(25) && matches!(stream.read(&mut buffer), Ok(1..)) {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let client = builder(&format!("http://{address}")).build().unwrap();
    send_many(it, &client);
}

/// The answer comes while the client still writes, and the connection is closed with bytes unread.
fn unread_refusal(_: &Bench, it: &mut Try) {
    let address = slow_listener(|mut stream| {
        let _ = stream.read(&mut [0; 100]);
        let _ = stream.write_all(b"HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    let client = builder(&format!("http://{address}")).build().unwrap();
    send_many(it, &client);
}

fn send_many(it: &mut Try, client: &Client) {
    let messages = many();
    let options = it.options();
    let started = Instant::now();
    let result = client.messages().options(options).send(&messages);
    it.trial.took = started.elapsed();
    it.trial.word = Some(Word::of(&result));
}

fn slow_listener(serve: fn(TcpStream)) -> SocketAddr {
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    // Small, so that what the client writes has to wait for the reader.
    listener.set_recv_buffer_size(4096).unwrap();
    listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(16).unwrap();
    let listener = TcpListener::from(listener);
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    address
}

/// Trust by environment: a process each, with nothing but the variable in question.
fn children(work: &mut Work, program: &Path) {
    let good = |name: &'static str| (name, Expect::Accepted);
    let cases = [
        ("", Expect::NotSent),
        good("SSL_CERT_FILE"),
        good("REQUESTS_CA_BUNDLE"),
        good("CURL_CA_BUNDLE"),
        good("SMSBAT_CA_BUNDLE"),
        good("FAULTS_CA_BUNDLE"),
    ];
    for (variable, expect) in cases {
        let program = program.to_owned();
        let name = format!("connections/certificate trusted by variable/{variable}");
        work.push(name.clone(), move |bench| {
            let mut it = Try::new(bench, name, "certificate trusted by variable".to_owned(), expect, 0);
            let certificates = bench.certificates();
            let sandbox = address(bench.sandbox(false));
            let tls = Some(certificates.server(Flaw::None));
            let server = Server::start(Options { tls, sandbox, script: pass(), early: false });
            let mut command = Command::new(program);
            command.args(["--child", &format!("https://{}", server.address())]);
            for name in CERTIFICATE_VARIABLES.iter().chain(&["SMSBAT_CA_BUNDLE", "SMSBAT_PROFILE", "SMSBAT_PROXY"]) {
                command.env_remove(name);
            }
            if !variable.is_empty() {
                command.env(variable, certificates.bundle());
            }
            let started = Instant::now();
            let output = command.output().unwrap();
            it.trial.took = started.elapsed();
            it.trial.timeout = Duration::from_secs(30);
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let outcome = Outcome::ALL.into_iter().find(|o| text.starts_with(o.as_str()));
            it.trial.word = outcome.map(|outcome| Word { outcome, kind: "child", text });
            server.finish();
            vec![it.done(bench)]
        });
    }
}

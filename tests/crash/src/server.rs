//! The provider, which outlives killed campaigns and records who received which message.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::scenario::{Fate, Scenario, Trouble};

/// A message that the provider took from a request that came in whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) accepted: bool,
}

/// Requests of one point, as the provider saw them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(crate) received: Vec<Received>,
    /// Requests that it did not answer in full, so that their rows may be unknown.
    pub(crate) troubled: usize,
    pub(crate) requests: u64,
}

#[derive(Default)]
struct State {
    scenario: Option<Arc<Scenario>>,
    calm: bool,
    seen: Seen,
    open: usize,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A provider on a port of its own; it serves one point after the other.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// Longest wait for the connections of a campaign that is over: this finds what hangs, it measures nothing.
const PATIENCE: Duration = Duration::from_secs(30);

impl Server {
    /// Starts a provider, which lives as long as the process.
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let accepts = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                accepts.lock().open += 1;
                let shared = Arc::clone(&accepts);
                thread::spawn(move || {
                    // The client may be killed at any byte.
                    let _ = serve(stream, &shared);
                    shared.lock().open -= 1;
                    shared.changed.notify_all();
                });
            }
        });
        Ok(Self { address, shared })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Begins a point: nobody has received anything but `received`.
    pub(crate) fn begin(&self, scenario: &Arc<Scenario>, received: Vec<Received>) {
        let seen = Seen { received, ..Seen::default() };
        *self.shared.lock() = State { scenario: Some(Arc::clone(scenario)), calm: false, seen, open: 0 };
    }

    /// From here on every request is answered.
    pub(crate) fn calm(&self) {
        self.shared.lock().calm = true;
    }

    /// Returns the requests when every connection has ended. The client must be gone.
    pub(crate) fn seen(&self) -> Result<Seen, String> {
        // Connections are accepted in their order: when this one is answered, none waits before it.
        let mark = || -> io::Result<()> {
            let mut stream = TcpStream::connect(self.address)?;
            stream.write_all(b"GET / HTTP/1.1\r\n\r\n")?;
            stream.read_to_end(&mut Vec::new()).map(drop)
        };
        mark().map_err(|e| format!("the server cannot be asked: {e}"))?;
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        while state.open > 0 {
            let Some(left) = deadline.checked_duration_since(Instant::now()) else {
                return Err(format!("{} connections stay open although their client is gone", state.open));
            };
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(state.seen.clone())
    }
}

/// Answers the requests of one connection.
fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    while let Some((first, length)) = head(&mut reader)? {
        if first.starts_with("GET ") {
            return stream.shutdown(Shutdown::Write);
        }
        let (scenario, trouble) = {
            let mut state = shared.lock();
            let Some(scenario) = state.scenario.clone() else { return Ok(()) };
            state.seen.requests += 1;
            let trouble = if state.calm { Trouble::None } else { scenario.trouble(state.seen.requests) };
            state.seen.troubled += usize::from(!matches!(trouble, Trouble::None | Trouble::Slow | Trouble::Busy));
            (scenario, trouble)
        };
        if trouble == Trouble::Deaf {
            return Ok(());
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let answer = match trouble {
            Trouble::Busy => http(429, &json!({})),
            Trouble::Failed => http(503, &json!({})),
            _ => take(&scenario, &body, shared),
        };
        match trouble {
            Trouble::Silent => return Ok(()),
            Trouble::Half => return stream.write_all(&answer[..answer.len() - 20]),
            // What other connections and the journal do meanwhile is what matters, not how long it is.
            Trouble::Slow => thread::sleep(Duration::from_millis(2)),
            _ => {}
        }
        stream.write_all(&answer)?;
    }
    Ok(())
}

/// The first line of a request and the length of its body; `None` at the end of the connection.
fn head(reader: &mut impl BufRead) -> io::Result<Option<(String, usize)>> {
    let (mut first, mut length) = (String::new(), 0);
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            None => return Ok(Some((first, length))),
            _ => {}
        }
    }
}

/// Takes the messages of a request, unless one of them makes it refuse them all.
fn take(scenario: &Scenario, body: &[u8], shared: &Shared) -> Vec<u8> {
    let messages = messages(body);
    if let Some(bad) = messages.iter().position(|m| scenario.fate(&m.to) == Fate::Poison) {
        let error =
            json!({"error": {"code": "INVALID_RECIPIENT", "message": "no", "field": format!("messages[{bad}].to")}});
        return http(400, &error);
    }
    let mut rows = VecDeque::with_capacity(messages.len());
    let mut state = shared.lock();
    for Wire { id, to, text } in messages {
        let accepted = scenario.fate(&to) == Fate::Accepted;
        let number = state.seen.received.len();
        rows.push_back(match accepted {
            true => {
                json!({"messageId": format!("m{number}"), "status": "accepted", "parts": 1, "customerMessageId": id})
            }
            false => {
                json!({"status": "rejected", "customerMessageId": id, "error": {"code": "BLOCKED", "message": "no"}})
            }
        });
        state.seen.received.push(Received { to, text, accepted });
    }
    http(200, &json!({"messagelistId": 1, "messages": rows}))
}

/// A message as it stands in a request.
pub(crate) struct Wire {
    id: String,
    pub(crate) to: String,
    pub(crate) text: String,
}

/// The messages of a request's body.
pub(crate) fn messages(body: &[u8]) -> Vec<Wire> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let wire = |m: &Value| Wire { id: text(&m["customerMessageId"]), to: text(&m["to"]), text: text(&m["text"]) };
    body["messages"].as_array().into_iter().flatten().map(wire).collect()
}

/// The body of a request that has come in whole.
pub(crate) fn body_of(request: &[u8]) -> Option<&[u8]> {
    let mut rest = request;
    let (_, length) = head(&mut rest).ok()??;
    (rest.len() >= length).then_some(rest)
}

fn http(status: u16, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let head = "Content-Type: application/json\r\nContent-Length";
    format!("HTTP/1.1 {status} Status\r\n{head}: {}\r\n\r\n{body}", body.len()).into_bytes()
}

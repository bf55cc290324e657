//! A server on loopback that answers every request with the same bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::time::Duration;

use once_cell::sync::OnceCell;
use smsbat_core::Client;

/// Next response: its bytes, and true if the connection stays open.
static ANSWER: Mutex<(Vec<u8>, bool)> = Mutex::new((Vec::new(), false));
/// Bodies of the requests since the answer was set.
static BODIES: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());
static SERVER: OnceCell<Server> = OnceCell::new();
/// The target that is under way: replays run side by side.
static TURN: Mutex<()> = Mutex::new(());

pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) client: Client,
}

/// A client with all credentials, whose server answers `status` and `body`. One at a time.
pub(crate) fn answering<T>(answer: Vec<u8>, keep_alive: bool, run: impl FnOnce(&Server) -> T) -> T {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *ANSWER.lock().unwrap() = (answer, keep_alive);
    BODIES.lock().unwrap().clear();
    run(SERVER.get_or_init(start))
}

/// The body of the last request.
pub(crate) fn last_body() -> Vec<u8> {
    BODIES.lock().unwrap().last().cloned().unwrap_or_default()
}

/// Prefix that [`recipients`] puts before the id of a message without a recipient.
pub(crate) const UNNAMED: &str = "nobody: ";

/// The recipients in the requests, as they were written.
pub(crate) fn recipients() -> Vec<String> {
    let bodies = BODIES.lock().unwrap();
    let messages = bodies.iter().flat_map(|body| {
        let body: serde_json::Value = serde_json::from_slice(body).expect("the body is JSON");
        body["messages"].as_array().expect("a list").clone()
    });
    // A row that is a message of its own goes out as given, also without a recipient.
    let id = |message: &serde_json::Value| format!("{UNNAMED}{}", message["customerMessageId"]);
    messages.map(|message| message["to"].as_str().map_or_else(|| id(&message), str::to_owned)).collect()
}

pub(crate) fn http(status: u16, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} Any\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn start() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    let client = Client::builder()
        .ignore_environment()
        .api_key("fuzz-key")
        .base_url(&url)
        .timeout(Duration::from_secs(5))
        .max_retries(0)
        .rate_limit(None);
    let client = [
        ("chathub_url", url.as_str()),
        ("company_token", "fuzz-token"),
        ("messagio_user", "fuzz"),
        ("messagio_sign", "fuzz-sign"),
    ]
    .into_iter()
    .fold(client, |client, (name, value)| client.set(name, value).expect("a setting"))
    .build()
    .expect("a client");
    Server { url, client }
}

/// Reads requests of any kind that the client writes, and answers each.
fn serve(stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse::<u64>().ok()?;
            }
        }
        let mut body = Vec::new();
        reader.by_ref().take(length).read_to_end(&mut body).ok()?;
        BODIES.lock().ok()?.push(body);
        let (answer, keep_alive) = ANSWER.lock().ok()?.clone();
        reader.get_mut().write_all(&answer).ok()?;
        if !keep_alive {
            return None;
        }
    }
}

//! A hub that does what a test says: HTTP/1.1 with one response per connection, and long polling above it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path without the query.
    pub(crate) path: String,
    /// Key of a WebSocket, if one is asked for.
    pub(crate) key: Option<String>,
    pub(crate) body: String,
}

/// Response to a request.
pub(crate) enum Said {
    /// A status and a body.
    Reply(u16, String),
    /// The body ends with the connection, and comes in these parts.
    UntilClosed(Vec<String>),
    /// A WebSocket that belongs to this function.
    WebSocket(fn(TcpStream)),
    /// These bytes, each a character, with the answer to the key in place of `{accept}`. The client ends the connection.
    Bytes(String),
    /// Nothing; the connection is closed.
    Nothing,
}

type Answer = dyn Fn(&Asked) -> Said + Send + Sync;

#[derive(Clone)]
pub(crate) struct FakeHub {
    pub(crate) url: String,
    pub(crate) asked: Arc<Mutex<Vec<Asked>>>,
}

impl FakeHub {
    pub(crate) fn start(answer: impl Fn(&Asked) -> Said + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let hub = Self { url: format!("http://{}", listener.local_addr().unwrap()), asked: Arc::default() };
        let (asked, answer): (_, Arc<Answer>) = (Arc::clone(&hub.asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (asked, answer) = (Arc::clone(&asked), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream, &asked, &answer));
            }
        });
        hub
    }

    /// Returns the number of requests with this method and the end of this path.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| asked.method == method && asked.path.ends_with(path)).count()
    }
}

/// Offers these transports.
pub(crate) fn negotiated(transports: &[&str]) -> Said {
    let offer = |name| serde_json::json!({"transport": name, "transferFormats": ["Text"]});
    let offered: Vec<_> = transports.iter().map(offer).collect();
    let answer = serde_json::json!({"negotiateVersion": 1, "connectionToken": "t", "availableTransports": offered});
    Said::Reply(200, answer.to_string())
}

fn serve(mut stream: TcpStream, asked: &Mutex<Vec<Asked>>, answer: &Arc<Answer>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let path = path.split('?').next()?.to_owned();
    let (mut length, mut key) = (0, None);
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "sec-websocket-key" => key = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    let request = Asked { method, path, key, body: String::from_utf8(body).ok()? };
    asked.lock().unwrap().push(request.clone());
    match answer(&request) {
        Said::Reply(status, body) => {
            let length = body.len();
            write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
                .ok()?;
        }
        Said::UntilClosed(parts) => {
            write!(stream, "HTTP/1.0 200 X\r\n\r\n").ok()?;
            for part in parts {
                std::thread::sleep(std::time::Duration::from_millis(50));
                stream.write_all(part.as_bytes()).ok()?;
            }
        }
        Said::WebSocket(work) => {
            let accept = accept(&request.key?);
            let head = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade";
            write!(stream, "{head}\r\nSec-WebSocket-Accept: {accept}\r\n\r\n").ok()?;
            work(stream.try_clone().ok()?);
        }
        Said::Bytes(bytes) => {
            let bytes = bytes.replace("{accept}", &accept(&request.key?));
            stream.write_all(&bytes.chars().map(|c| c as u8).collect::<Vec<_>>()).ok()?;
            let _ = lines.read_to_end(&mut Vec::new());
        }
        Said::Nothing => {}
    }
    let _ = stream.shutdown(Shutdown::Both);
    Some(())
}

fn accept(key: &str) -> String {
    use sha1::{Digest, Sha1};
    let hash = Sha1::new().chain_update(key).chain_update("258EAFA5-E914-47DA-95CA-C5AB0DC85B11").finalize();
    base64::engine::general_purpose::STANDARD.encode(hash)
}

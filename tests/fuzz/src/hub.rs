//! Any messages between the chat hub and its client, over a WebSocket or by long polling, also such as no protocol has:
//! the client tells each message once, says in a line why it connects again, and goes on; the sandbox lives on.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use once_cell::sync::{Lazy, OnceCell};
use sha1::{Digest, Sha1};
use smsbat_core::binding::view;
use smsbat_core::{ChatEvent, Client, HubTransport, Listen};
use smsbat_sandbox::{Options, Sandbox};

use crate::Input;
use crate::request::ask;

const CHAT: i64 = 7;
/// The constant that a WebSocket server appends to a client's key (RFC 6455).
const KEY: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const HANDSHAKE: &[u8] = b"{\"protocol\":\"json\",\"version\":1}\x1e";
/// Ends a connection of this target, whatever came before.
const LAST: Duration = Duration::from_secs(20);

/// Bytes of the server after the handshake, in pieces, and whether they are put into frames.
static SAID: Mutex<Option<(Vec<Vec<u8>>, bool)>> = Mutex::new(None);
static CLIENT: OnceCell<Client> = OnceCell::new();
/// Replays run side by side.
static TURN: Mutex<()> = Mutex::new(());

static SANDBOX: Lazy<Sandbox> = Lazy::new(|| {
    let options = Options { port: 0, rate_limit: false, ..Options::default() };
    Sandbox::start(options).expect("a sandbox")
});

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let choices = input.byte();
    let mut pieces = Vec::new();
    while !input.is_empty() && pieces.len() < 16 {
        pieces.push(input.part().to_vec());
    }
    let framed = choices & 2 == 0;
    if choices & 1 == 0 {
        let transport = if choices & 4 == 0 { HubTransport::WebSocket } else { HubTransport::LongPolling };
        client_reads(pieces, framed, transport);
    } else {
        sandbox_reads(&pieces, framed);
    }
}

fn client_reads(pieces: Vec<Vec<u8>>, framed: bool, transport: HubTransport) {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *SAID.lock().unwrap() = Some((pieces, framed));
    let client = CLIENT.get_or_init(client);
    let listen = Listen::new().chats([CHAT]).transport(transport);
    let Ok(events) = client.chathub().listen(&listen) else { return };
    let mut seen = HashSet::new();
    loop {
        let event = events.next_event(Some(LAST)).expect("no error but the connection's");
        let event = event.expect("the server has ended the connection");
        let value: serde_json::Value = serde_json::from_str(&view(event.record())).expect("a view is JSON");
        match &event {
            ChatEvent::MessageReceived(_) | ChatEvent::MediaReceived(_) => {
                let part = if value["media"].is_object() { &value["media"] } else { &value["message"] };
                if let (Some(chat), Some(id)) = (event.chat_id(), part["id"].as_str()) {
                    assert!(seen.insert((chat, id.to_owned())), "told twice: {value}");
                }
            }
            ChatEvent::ConnectionChanged(changed) => {
                let reason = changed.reason().unwrap_or_default();
                assert!(reason.len() < 2048 && !reason.contains(['\n', '\r', '\0']), "{reason:?}");
                if changed.state() != Some("connected") {
                    break;
                }
            }
            _ => {}
        }
    }
    events.close();
}

fn sandbox_reads(pieces: &[Vec<u8>], framed: bool) {
    static TOKEN: OnceCell<String> = OnceCell::new();
    let address = SANDBOX.url().trim_start_matches("http://");
    let token = TOKEN.get_or_init(|| {
        let body = br#"{"login":"test","password":"test-pass"}"#;
        let (status, answer) = ask(address, "POST", "/api/company/get-token", body);
        assert_eq!(status, 200);
        serde_json::from_slice(&answer).expect("a token")
    });
    if framed {
        let query = format!("negotiateVersion=1&access_token={token}");
        let (status, answer) = ask(address, "POST", &format!("/chathub/negotiate?{query}"), b"");
        assert_eq!(status, 200);
        let answer: serde_json::Value = serde_json::from_slice(&answer).expect("an answer");
        let id = answer["connectionToken"].as_str().expect("a token of the connection");
        let path = format!("/chathub?id={id}&access_token={token}");
        ask(address, "GET", &path, b"");
        assert_eq!(ask(address, "POST", &path, HANDSHAKE).0, 200);
        for piece in pieces {
            let (status, _) = ask(address, "POST", &path, piece);
            assert!((200..500).contains(&status), "{status}");
        }
        ask(address, "DELETE", &path, b"");
    } else {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
        let head = format!(
            "GET /chathub?access_token={token} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        );
        let _ = stream.write_all(&[head.as_bytes(), &pieces.concat()].concat());
        let (mut answer, mut first) = (BufReader::new(stream), String::new());
        let _ = answer.read_line(&mut first);
        assert!(first.starts_with("HTTP/1.1 101"), "{first:?}");
        // Not sooner: a server may take the end for a client that is gone.
        let _ = answer.get_ref().shutdown(std::net::Shutdown::Write);
        let _ = answer.take(64 * 1024).read_to_end(&mut Vec::new());
    }
    assert_eq!(ask(address, "GET", "/_sandbox/health", b"").0, 200);
}

fn client() -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    let client = Client::builder().ignore_environment().max_retries(0).rate_limit(None);
    let settings = [("chathub_url", url.as_str()), ("company_token", "fuzz-token")];
    let set = |client: smsbat_core::ClientBuilder, (name, value)| client.set(name, value).expect("a setting");
    settings.into_iter().fold(client, set).build().expect("a client")
}

/// A hub, as far as a client needs one.
fn serve(stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let (mut first, mut line) = (String::new(), String::new());
        reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
        let (mut length, mut key) = (0, None);
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
            let (name, value) = line.split_once(':').unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "sec-websocket-key" => key = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let answer = match first.split(' ').nth(1)? {
            path if path.starts_with("/api/") => "[]".to_owned(),
            path if path.starts_with("/chathub/negotiate") => {
                let transports = ["WebSockets", "LongPolling"]
                    .map(|name| serde_json::json!({"transport": name, "transferFormats": ["Text"]}));
                serde_json::json!({"negotiateVersion": 1, "connectionId": "c", "connectionToken": "t",
                    "availableTransports": transports})
                .to_string()
            }
            _ if key.is_some() => return web_socket(reader, &key?),
            _ if first.starts_with("GET") => return poll(reader),
            _ => String::new(),
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}", answer.len());
        reader.get_mut().write_all(format!("{head}\r\n\r\n{answer}").as_bytes()).ok()?;
    }
}

/// Answers the polls of a connection: nothing, the answer to the handshake, then what is said. Polls that come when all
/// of it was said learn that the connection has ended.
fn poll(mut reader: BufReader<TcpStream>) -> Option<()> {
    let (answers, framed) = match SAID.lock().ok()?.take() {
        Some((pieces, framed)) => ([vec![Vec::new(), b"{}\x1e".to_vec()], pieces].concat(), framed),
        None => (Vec::new(), true),
    };
    let has_more = !answers.is_empty();
    for (number, answer) in answers.into_iter().enumerate() {
        if number > 0 {
            request(&mut reader)?;
        }
        let raw = number > 1 && !framed;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", answer.len());
        let head = if raw { "" } else { &head };
        reader.get_mut().write_all(&[head.as_bytes(), &answer].concat()).ok()?;
        if raw {
            return None;
        }
    }
    if has_more {
        request(&mut reader)?;
    }
    reader.get_mut().write_all(b"HTTP/1.1 204 No Content\r\n\r\n").ok()
}

/// Reads a request without a body.
fn request(reader: &mut BufReader<TcpStream>) -> Option<()> {
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    }
    Some(())
}

/// A WebSocket: the answer to the handshake, then what is said, then its end.
fn web_socket(mut reader: BufReader<TcpStream>, key: &str) -> Option<()> {
    let (pieces, framed) = SAID.lock().ok()?.clone()?;
    let accept = base64::engine::general_purpose::STANDARD.encode(Sha1::digest(format!("{key}{KEY}")));
    let head = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}"
    );
    let mut out = format!("{head}\r\n\r\n").into_bytes();
    frame(&mut out, b"{}\x1e");
    for piece in &pieces {
        if framed { frame(&mut out, piece) } else { out.extend_from_slice(piece) }
    }
    let stream = reader.get_mut();
    stream.write_all(&out).ok()?;
    stream.shutdown(std::net::Shutdown::Write).ok()?;
    // Reads what the client sends, so that its end is not cut off.
    std::io::copy(&mut reader, &mut std::io::sink()).ok().map(drop)
}

/// A frame of text.
fn frame(out: &mut Vec<u8>, text: &[u8]) {
    let length = u16::try_from(text.len()).expect("inputs are small").to_be_bytes();
    out.push(0x81);
    match text.len() {
        0..126 => out.push(length[1]),
        _ => out.extend_from_slice(&[126, length[0], length[1]]),
    }
    out.extend_from_slice(text);
}

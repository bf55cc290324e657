//! One request over a connection of its own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longest answer that is read.
const MOST: u64 = 64 * 1024;

/// The status of the answer, 0 if there is none, and its bytes behind the head.
pub(crate) fn ask(address: &str, method: &str, target: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // It may answer before it has read all.
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let mut answer = Vec::new();
    let _ = stream.take(MOST).read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    let rest = answer.split_off(end);
    let text = String::from_utf8_lossy(&answer);
    (text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0), rest)
}

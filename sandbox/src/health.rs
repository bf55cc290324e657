//! Asks a running sandbox whether it answers, for health checks in containers without a shell.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::Error;
use crate::server::reachable;

/// Time limit of each step.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Checks that a sandbox that listens at this address answers and can save. With `tls`, only that something accepts connections.
///
/// # Errors
/// [`Error::Unhealthy`] if it does not.
pub fn health(address: SocketAddr, tls: bool) -> Result<(), Error> {
    let address = reachable(address);
    let failed = |e: io::Error| {
        let reason = match e.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => format!("no response within {TIMEOUT:?}"),
            _ => e.to_string(),
        };
        Error::Unhealthy(format!("no sandbox answers on port {}: {reason}", address.port()))
    };
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).map_err(failed)?;
    if tls {
        return Ok(());
    }
    stream.set_read_timeout(Some(TIMEOUT)).and_then(|()| stream.set_write_timeout(Some(TIMEOUT))).map_err(failed)?;
    let request = "GET /_sandbox/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = String::new();
    stream.take(64 << 10).read_to_string(&mut answer).map_err(failed)?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    if answer.starts_with("HTTP/1.1 200") && body.contains("\"ok\":true") {
        return Ok(());
    }
    Err(Error::Unhealthy(format!("the server on port {} is not healthy: {body}", address.port())))
}

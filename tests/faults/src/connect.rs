//! A proxy that supports only CONNECT.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;

/// Runs until the process ends.
pub(crate) struct ConnectProxy(SocketAddr);

impl ConnectProxy {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                thread::spawn(move || tunnel(client));
            }
        });
        Self(address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0
    }
}

/// An error ends the tunnel; it closes towards the client only when the target has closed.
fn tunnel(mut client: TcpStream) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let text = String::from_utf8(head).ok()?;
    let target: SocketAddr = text.strip_prefix("CONNECT ")?.split(' ').next()?.parse().ok()?;
    let upstream = TcpStream::connect(target).ok()?;
    let _ = (client.set_nodelay(true), upstream.set_nodelay(true));
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
    thread::scope(|scope| {
        scope.spawn(|| {
            let _ = io::copy(&mut &client, &mut &upstream);
            let _ = upstream.shutdown(Shutdown::Write);
        });
        let _ = io::copy(&mut &upstream, &mut &client);
        let _ = client.shutdown(Shutdown::Write);
    });
    Some(())
}

//! A server between client and sandbox that reads whole requests and responds by a script.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::SockRef;

use crate::relay::stop_accepting;

/// One thing that a script does to the connection.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Bytes(Vec<u8>),
    /// Each a TLS record of its own, all in one write.
    Together(Vec<Vec<u8>>),
    /// Again and again, until the client is gone.
    Forever(Vec<u8>),
    /// Nothing, until the client is gone.
    Hold,
    /// An orderly end.
    Close,
    /// An end without the TLS word for it.
    Cut,
    Reset,
}

/// Input of a script.
pub(crate) struct Request<'a> {
    /// Head and body; with [`Options::early`] only the first bytes.
    pub(crate) bytes: &'a [u8],
    /// True once the call with the fault has begun. Earlier requests only open a connection.
    pub(crate) armed: bool,
    /// Position of the request on its connection, from 0.
    pub(crate) position: usize,
    sandbox: SocketAddr,
    fired: &'a AtomicUsize,
}

impl Request<'_> {
    /// Hands the request to the sandbox: head and body of its answer.
    pub(crate) fn forward(&self) -> (Vec<u8>, Vec<u8>) {
        let mut upstream = TcpStream::connect(self.sandbox).unwrap();
        upstream.write_all(self.bytes).unwrap();
        let answer = read_message(&mut upstream, &mut Vec::new()).unwrap();
        let head = head_end(&answer).unwrap();
        (answer[..head].to_vec(), answer[head..].to_vec())
    }

    /// The sandbox's own answer.
    pub(crate) fn pass(&self) -> Vec<Step> {
        let (mut head, body) = self.forward();
        head.extend(body);
        vec![Step::Bytes(head)]
    }

    /// To be called when the script breaks something.
    pub(crate) fn fault(&self) {
        self.fired.fetch_add(1, Ordering::SeqCst);
    }
}

pub(crate) type Script = Arc<dyn Fn(&Request<'_>) -> Vec<Step> + Send + Sync>;

/// How a server is made.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) tls: Option<Arc<ServerConfig>>,
    pub(crate) sandbox: SocketAddr,
    pub(crate) script: Script,
    /// Runs the script as soon as anything of a request has come.
    pub(crate) early: bool,
}

/// A running server.
pub(crate) struct Server {
    address: SocketAddr,
    armed: Arc<AtomicBool>,
    fired: Arc<AtomicUsize>,
    stop: Arc<Mutex<Option<SocketAddr>>>,
    thread: JoinHandle<()>,
}

impl Server {
    pub(crate) fn start(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (armed, fired) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let stop = Arc::new(Mutex::new(None));
        let (armed_too, fired_too, stop_too) = (Arc::clone(&armed), Arc::clone(&fired), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            thread::scope(|scope| {
                loop {
                    let (stream, peer) = listener.accept().unwrap();
                    if *stop_too.lock().unwrap_or_else(PoisonError::into_inner) == Some(peer) {
                        return;
                    }
                    scope.spawn(|| connection(stream, &options, &armed_too, &fired_too));
                }
            });
        });
        Self { address, armed, fired, stop, thread }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    /// Waits until every connection has ended; the client must be gone. Says how many faults there were.
    pub(crate) fn finish(self) -> usize {
        stop_accepting(self.address, &self.stop);
        self.thread.join().unwrap();
        self.fired.load(Ordering::SeqCst)
    }
}

enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Wire {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => &stream.sock,
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

fn connection(stream: TcpStream, options: &Options, armed: &AtomicBool, fired: &AtomicUsize) {
    let _ = stream.set_nodelay(true);
    let mut wire = match &options.tls {
        None => Wire::Plain(stream),
        Some(config) => {
            let Ok(connection) = ServerConnection::new(Arc::clone(config)) else { return };
            Wire::Tls(Box::new(StreamOwned::new(connection, stream)))
        }
    };
    let mut rest = Vec::new();
    for position in 0.. {
        let bytes = if options.early && armed.load(Ordering::SeqCst) {
            let mut buffer = [0; 16];
            match wire.read(&mut buffer) {
                Ok(n @ 1..) => buffer[..n].to_vec(),
                _ => return,
            }
        } else {
            let Some(bytes) = read_message(&mut wire, &mut rest) else { return };
            bytes
        };
        let armed = armed.load(Ordering::SeqCst);
        let request = Request { bytes: &bytes, armed, position, sandbox: options.sandbox, fired };
        for step in (options.script)(&request) {
            if !perform(&mut wire, &step) {
                return;
            }
        }
    }
}

/// Returns true if the connection stays open.
fn perform(wire: &mut Wire, step: &Step) -> bool {
    match step {
        Step::Bytes(bytes) => wire.write_all(bytes).and_then(|()| wire.flush()).is_ok(),
        Step::Together(parts) => match wire {
            Wire::Plain(stream) => stream.write_all(&parts.concat()).is_ok(),
            Wire::Tls(stream) => {
                let written = parts.iter().all(|part| stream.conn.writer().write_all(part).is_ok());
                written && stream.flush().is_ok()
            }
        },
        Step::Forever(bytes) => {
            while wire.write_all(bytes).is_ok() {}
            false
        }
        Step::Hold => {
            let mut buffer = [0; 4096];
            while let Ok(1..) = wire.read(&mut buffer) {}
            false
        }
        Step::Close => {
            if let Wire::Tls(stream) = wire {
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
            false
        }
        Step::Cut => {
            let _ = wire.socket().shutdown(Shutdown::Both);
            false
        }
        Step::Reset => {
            let _ = SockRef::from(wire.socket()).set_linger(Some(Duration::ZERO));
            false
        }
    }
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|at| at + 4)
}

/// One message with the length its head names; what comes after it stays in `rest`.
pub(crate) fn read_message(stream: &mut impl Read, rest: &mut Vec<u8>) -> Option<Vec<u8>> {
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(head) = head_end(rest) {
            let text = String::from_utf8_lossy(&rest[..head]).to_ascii_lowercase();
            let length =
                text.split("\r\ncontent-length:").nth(1).and_then(|t| t.split('\r').next()?.trim().parse().ok());
            let end = head + length.unwrap_or(0);
            if rest.len() >= end {
                let after = rest.split_off(end);
                return Some(std::mem::replace(rest, after));
            }
        }
        match stream.read(&mut buffer) {
            Ok(n @ 1..) => rest.extend_from_slice(&buffer[..n]),
            _ => return None,
        }
    }
}

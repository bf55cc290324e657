//! Connections that break when told to: an I/O wrapper below HTTP that acts like a bad network.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;
use tokio_rustls::server::TlsStream;

/// Longest time that a stalled connection stays open.
const STALL: Duration = Duration::from_secs(600);

/// Fault of the next response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConnectionFault {
    /// The connection is reset instead of the response.
    Reset,
    /// Nothing is sent, and the connection stays open.
    Stall,
    /// The head and this many bytes of the body are sent, then the connection is closed.
    Cut(u32),
}

const RESET: u64 = 1;
const STALLED: u64 = 2;
const CUT: u64 = 3;

/// The fault ordered for one connection, shared by the stream and its handlers.
#[derive(Debug, Default)]
pub(crate) struct FaultOrder(AtomicU64);

impl FaultOrder {
    pub(crate) fn order(&self, fault: ConnectionFault) {
        let word = match fault {
            ConnectionFault::Reset => RESET,
            ConnectionFault::Stall => STALLED,
            ConnectionFault::Cut(bytes) => CUT | u64::from(bytes) << 8,
        };
        self.0.store(word, Ordering::Release);
    }

    fn ordered(&self) -> Option<ConnectionFault> {
        let word = self.0.load(Ordering::Acquire);
        match word & 0xff {
            RESET => Some(ConnectionFault::Reset),
            STALLED => Some(ConnectionFault::Stall),
            CUT => Some(ConnectionFault::Cut(u32::try_from(word >> 8).unwrap_or(u32::MAX))),
            _ => None,
        }
    }
}

/// A stream that can be ended with a reset.
pub(crate) trait Abort {
    /// Makes the next close discard unsent data and reset the connection.
    fn abort(&self);
}

impl Abort for TcpStream {
    fn abort(&self) {
        // If this fails, the close is orderly, still without a response.
        let _ = self.set_zero_linger();
    }
}

impl Abort for TlsStream<TcpStream> {
    fn abort(&self) {
        self.get_ref().0.abort();
    }
}

/// A stream that breaks as its [`FaultOrder`] says.
#[derive(Debug)]
pub(crate) struct FaultyStream<S> {
    stream: S,
    line: Arc<FaultOrder>,
    /// Matched bytes of the `\r\n\r\n` that ends an HTTP head; 4 once the body has begun.
    head: usize,
    /// Bytes of the body written so far.
    body: u32,
    stall: Option<Pin<Box<Sleep>>>,
    /// Longest time that the client may read nothing of a write.
    patience: Duration,
    /// Timer of a pending write.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> FaultyStream<S> {
    pub(crate) fn new(stream: S, line: Arc<FaultOrder>, patience: Duration) -> Self {
        Self { stream, line, head: 0, body: 0, stall: None, patience, waiting: None }
    }

    /// Returns the result of a write, or an error once it has been pending for too long.
    fn in_time<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        waiting.as_mut().poll(cx).map(|()| Err(io::Error::from(io::ErrorKind::TimedOut)))
    }

    /// Returns how many of these bytes may be written before the cut.
    fn before_cut(&mut self, bytes: &[u8], most: u32) -> usize {
        let mut allowed = 0;
        for byte in bytes {
            if self.head == 4 {
                if self.body >= most {
                    break;
                }
                self.body += 1;
            } else {
                let expected = if self.head.is_multiple_of(2) { b'\r' } else { b'\n' };
                self.head = if *byte == expected { self.head + 1 } else { usize::from(*byte == b'\r') };
            }
            allowed += 1;
        }
        allowed
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FaultyStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Abort + Unpin> AsyncWrite for FaultyStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let broken = || Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        match self.line.ordered() {
            None => {
                let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
                self.in_time(cx, written)
            }
            Some(ConnectionFault::Reset) => {
                self.stream.abort();
                broken()
            }
            Some(ConnectionFault::Stall) => {
                let stall = self.stall.get_or_insert_with(|| Box::pin(tokio::time::sleep(STALL)));
                if stall.as_mut().poll(cx).is_ready() { broken() } else { Poll::Pending }
            }
            Some(ConnectionFault::Cut(most)) => {
                // Bytes that the stream does not take are counted again next time.
                let (head, body) = (self.head, self.body);
                let allowed = self.before_cut(bytes, most);
                if allowed == 0 {
                    return broken();
                }
                let written = Pin::new(&mut self.stream).poll_write(cx, &bytes[..allowed]);
                (self.head, self.body) = (head, body);
                if let Poll::Ready(Ok(count)) = &written {
                    self.before_cut(&bytes[..*count], most);
                }
                written
            }
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.line.ordered().is_none() {
            let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
            return self.in_time(cx, written);
        }
        let first = slices.iter().find(|slice| !slice.is_empty()).map_or(&[][..], |slice| slice);
        self.poll_write(cx, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

//! TCP for ureq: one write for header and body, waits in slices, and a record of what was sent.
//!
//! Our own, because ureq's TCP does not tell whether a byte was sent, and takes 6 system calls for a send instead of 4.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use ureq::config::Config;
use ureq::unversioned::transport::{Buffers, LazyBuffers, NextTimeout, Transport};

use super::call::Call;

/// TCP stream.
#[cfg(not(feature = "simulation"))]
pub(super) type Stream = TcpStream;
#[cfg(feature = "simulation")]
pub(super) type Stream = crate::simulation::Stream;

/// Output is buffered until the reply is awaited or less than this is free. ureq needs some space for a header.
const ROOM: usize = 16 * 1024;

#[derive(Debug)]
pub(crate) struct TcpTransport {
    stream: Stream,
    buffers: Held,
}

/// ureq's buffers, with an output that collects several writes.
#[derive(Debug)]
struct Held {
    input: LazyBuffers,
    output: Vec<u8>,
    size: usize,
    /// Number of output bytes to be written.
    held: usize,
}

impl Held {
    fn new(input: usize, size: usize) -> Self {
        // Their output is not used but must not be empty.
        Self { input: LazyBuffers::new(input, 1), output: Vec::new(), size: size.max(2 * ROOM), held: 0 }
    }

    fn has_room(&self) -> bool {
        self.size.saturating_sub(self.held) >= ROOM
    }
}

impl Buffers for Held {
    fn output(&mut self) -> &mut [u8] {
        self.output.resize(self.size, 0);
        self.output.get_mut(self.held..).unwrap_or_default()
    }

    fn input(&self) -> &[u8] {
        self.input.input()
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        self.input.input_append_buf()
    }

    fn input_appended(&mut self, amount: usize) {
        self.input.input_appended(amount);
    }

    fn input_consume(&mut self, amount: usize) {
        self.input.input_consume(amount);
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        self.output.resize(self.size, 0);
        (self.input.tmp_and_output().0, self.output.get_mut(self.held..).unwrap_or_default())
    }

    fn can_use_input(&self) -> bool {
        self.input.can_use_input()
    }
}

impl TcpTransport {
    pub(super) fn new(stream: Stream, config: &Config) -> Self {
        Self { stream, buffers: Held::new(config.input_buffer_size(), config.output_buffer_size()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut rest = self.buffers.output.get(..self.buffers.held).unwrap_or_default();
        let call = Call::current();
        while !rest.is_empty() {
            // A server that reads slowly must not keep the call from timing out.
            if let Some(call) = &call {
                call.progressing()?;
            }
            match self.stream.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => {
                    if let Some(call) = &call {
                        call.bytes_left();
                    }
                    rest = rest.get(n..).unwrap_or_default();
                }
                Err(e) => wait_or(e, call.as_deref())?,
            }
        }
        self.buffers.held = 0;
        Ok(())
    }

    /// Reads data that is already in the socket although the call was stopped, so that a response is not lost.
    fn read_late(&mut self, call: &Call, stopped: io::Error) -> Result<bool, ureq::Error> {
        if call.reads_on()
            && let Ok(n) = read_now(&self.stream, self.buffers.input_append_buf())
        {
            return Ok(self.took(n, Some(call)));
        }
        Err(stopped.into())
    }

    /// Notes bytes that were read. Returns false at the end of the stream.
    fn took(&mut self, bytes: usize, call: Option<&Call>) -> bool {
        self.buffers.input_appended(bytes);
        if let Some(call) = call {
            call.answered();
        }
        bytes > 0
    }
}

/// Handles a slice without progress or a signal: continues unless the call was stopped.
fn wait_or(error: io::Error, call: Option<&Call>) -> io::Result<()> {
    if !is_wait(&error) {
        return Err(error);
    }
    call.map_or(Ok(()), |c| c.slice().map(|_| ()))
}

fn is_wait(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        self.buffers.held = self.buffers.held.saturating_add(amount);
        if !self.buffers.has_room() || Call::current().is_some_and(|call| call.writes_at_once()) {
            self.flush()?;
        }
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        let flushed = self.buffers.held > 0;
        if flushed {
            self.flush()?;
        }
        let call = Call::current();
        // A server that keeps sending must not keep the call from timing out.
        if let Some(call) = call.as_ref().filter(|_| !flushed)
            && let Err(stopped) = call.progressing()
        {
            return self.read_late(call, stopped);
        }
        loop {
            match self.stream.read(self.buffers.input_append_buf()) {
                Ok(n) => return Ok(self.took(n, call.as_deref())),
                Err(e) => {
                    let broken = !is_wait(&e);
                    match (wait_or(e, call.as_deref()), &call) {
                        (Ok(()), _) => {}
                        (Err(stopped), Some(call)) if !broken => return self.read_late(call, stopped),
                        (Err(e), _) => return Err(e.into()),
                    }
                }
            }
        }
    }

    fn is_open(&mut self) -> bool {
        // ureq calls this when it takes a connection from the pool and when it returns it. On return the socket is not
        // read, because the check before the next use sees everything that arrives until then.
        let given_back = Call::current().is_some_and(|call| call.has_answer());
        // With TLS, a stray response can also be in this buffer, read from the socket but not yet decrypted.
        self.buffers.held == 0 && self.buffers.input().is_empty() && (given_back || is_quiet(&self.stream))
    }
}

#[cfg(not(feature = "simulation"))]
use {quiet as is_quiet, read_at_once as read_now};

#[cfg(feature = "simulation")]
fn is_quiet(stream: &Stream) -> bool {
    match stream {
        Stream::Tcp(stream) => quiet(stream),
        Stream::Simulated(socket) => socket.is_quiet(),
    }
}

#[cfg(feature = "simulation")]
fn read_now(stream: &Stream, buffer: &mut [u8]) -> io::Result<usize> {
    match stream {
        Stream::Tcp(stream) => read_at_once(stream, buffer),
        Stream::Simulated(socket) => socket.read(buffer, std::time::Duration::ZERO),
    }
}

/// Returns true if nothing can be read: neither the end of the stream nor a stray response.
fn quiet(stream: &TcpStream) -> bool {
    matches!(at_once(stream, &mut [0], true), Err(e) if e.kind() == io::ErrorKind::WouldBlock)
}

/// Reads available data without waiting.
fn read_at_once(stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    at_once(stream, buffer, false)
}

#[cfg(unix)]
fn at_once(stream: &TcpStream, buffer: &mut [u8], peek: bool) -> io::Result<usize> {
    use rustix::net::{RecvFlags, recv};
    // One system call; switching to non-blocking mode and back would take three.
    let flags = if peek { RecvFlags::PEEK | RecvFlags::DONTWAIT } else { RecvFlags::DONTWAIT };
    Ok(recv(stream, buffer, flags)?.0)
}

#[cfg(not(unix))]
fn at_once(mut stream: &TcpStream, buffer: &mut [u8], peek: bool) -> io::Result<usize> {
    stream.set_nonblocking(true)?;
    let read = if peek { stream.peek(buffer) } else { stream.read(buffer) };
    stream.set_nonblocking(false)?;
    read
}

#[cfg(test)]
#[cfg(not(feature = "simulation"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::*;
    use crate::http::call::Stop;
    use crate::http::call::tests::call_with;
    use crate::http::request_mark::Marked;

    const LONG: Duration = Duration::from_secs(100);

    /// Returns a connection and its other end.
    fn connection() -> (TcpTransport, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
        (TcpTransport { stream, buffers: Held::new(1024, 1024) }, listener.accept().unwrap().0)
    }

    fn await_input(transport: &mut TcpTransport) -> Result<bool, ureq::Error> {
        transport.await_input(NextTimeout::default())
    }

    #[test]
    fn bytes_that_nobody_took_make_a_connection_useless() {
        let (mut transport, mut peer) = connection();
        assert!(transport.is_open());
        peer.write_all(b"answer and more").unwrap();
        // First not read from the socket, then read but only partly consumed.
        assert!(!transport.is_open());
        assert!(await_input(&mut transport).unwrap());
        transport.buffers().input_consume("answer".len());
        assert!(!transport.is_open());
        transport.buffers().input_consume(" and more".len());
        assert!(transport.is_open());
        // A request that is not yet written.
        transport.buffers().output()[0] = b'P';
        transport.transmit_output(1, NextTimeout::default()).unwrap();
        assert!(!transport.is_open());
        transport.flush().unwrap();
        assert!(transport.is_open());
        // Returning it to the pool leaves later bytes to the next check.
        let call = call_with(LONG, LONG, None);
        let guard = call.begin();
        peer.write_all(b"late").unwrap();
        assert!(!transport.is_open());
        call.answered();
        assert!(transport.is_open());
        drop(guard);
        assert!(!transport.is_open());
        assert!(await_input(&mut transport).unwrap());
        transport.buffers().input_consume("late".len());
        assert!(transport.is_open());
        drop(peer);
        assert!(!transport.is_open());
    }

    #[test]
    fn an_answer_that_is_here_is_read_although_the_call_was_stopped() {
        let (mut transport, mut peer) = connection();
        let late = call_with(Duration::ZERO, LONG, None);
        let guard = late.begin();
        late.request_begins();
        late.bytes_left();
        peer.write_all(b"answer").unwrap();
        assert!(await_input(&mut transport).unwrap());
        assert_eq!(transport.buffers().input(), b"answer");
        assert!(late.has_answer());
        // No more data, and no more waiting for it.
        assert!(await_input(&mut transport).is_err());
        assert_eq!(late.stop(), Some(Stop::Deadline));
        drop(guard);
        // Data arrives between a wait and the check of the clock.
        let peer = Mutex::new(peer);
        let interrupt: crate::http::call::Interrupt =
            Arc::new(move || peer.lock().unwrap().write_all(b" and more").is_ok());
        let cancelled = call_with(LONG, LONG, Some(interrupt));
        let _guard = cancelled.begin();
        cancelled.request_begins();
        cancelled.bytes_left();
        assert!(await_input(&mut transport).unwrap());
        assert_eq!(transport.buffers().input(), b"answer and more");
        assert_eq!(cancelled.stop(), Some(Stop::Cancelled));
    }

    #[test]
    fn a_connection_that_broke_is_told_from_one_that_ended() {
        let sent = call_with(LONG, LONG, None);
        let _guard = sent.begin();
        sent.request_begins();
        sent.bytes_left();
        let (mut transport, peer) = connection();
        drop(peer);
        assert!(!await_input(&mut transport).unwrap());
        let (mut transport, peer) = connection();
        transport.stream.write_all(b"request").unwrap();
        // Closing a socket with unread data resets the connection.
        peer.peek(&mut [0]).unwrap();
        drop(peer);
        assert!(
            matches!(await_input(&mut transport), Err(ureq::Error::Io(e)) if e.kind() == io::ErrorKind::ConnectionReset)
        );
        assert_eq!(sent.stop(), None);
    }

    #[test]
    fn a_plain_connection_does_not_pass_for_tls() {
        let (transport, _peer) = connection();
        assert!(!Marked { inner: transport, marks: true }.is_tls());
    }
}

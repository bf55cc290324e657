//! A connection that outlives one exchange: the same resolver, proxy, TLS and slices, for another protocol above it.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::Instant;
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, ShutdownHandle, Transport};

use super::resolver::Later;

type Run = dyn Fn(&ConnectionDetails<'_>) -> Result<Box<dyn Transport>, ureq::Error> + Send + Sync;

/// Opens connections; keeps what they share.
pub(super) struct Open(Arc<Run>);

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Open").finish_non_exhaustive()
    }
}

impl Open {
    pub(super) fn new(chain: impl Connector<(), Out = impl Transport>) -> Self {
        let run = move |details: &ConnectionDetails<'_>| -> Result<Box<dyn Transport>, ureq::Error> {
            let transport = chain.connect(details, None)?.ok_or(ureq::Error::ConnectionFailed)?;
            Ok(Box::new(transport))
        };
        Self(Arc::new(run))
    }

    /// Opens a connection, as the thread's call says.
    pub(super) fn connect(&self, config: &Config, uri: &Uri) -> Result<Stream, ureq::Error> {
        let timeout = NextTimeout::default();
        let addrs: ResolvedSocketAddrs = Later.resolve(uri, config, timeout)?;
        let details = ConnectionDetails {
            uri,
            addrs,
            config,
            request_level: false,
            resolver: &Later,
            now: Instant::now(),
            timeout,
            current_time: Arc::new(Instant::now),
            run_connector: Arc::clone(&self.0),
            register_shutdown: Arc::new(|_: std::sync::Weak<dyn ShutdownHandle>| Ok(())),
        };
        (self.0)(&details).map(Stream)
    }
}

/// Bytes in and out. Both wait as the thread's call says.
#[derive(Debug)]
pub(crate) struct Stream(Box<dyn Transport>);

impl Stream {
    /// Bytes that were read and not consumed yet.
    pub(crate) fn input(&mut self) -> &[u8] {
        self.0.buffers().input()
    }

    pub(crate) fn consume(&mut self, amount: usize) {
        self.0.buffers().input_consume(amount);
    }

    /// Waits for more input; false at the end of the stream.
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        let before = self.input().len();
        self.0.await_input(NextTimeout::default()).map_err(ureq::Error::into_io)?;
        Ok(self.input().len() > before)
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.input().is_empty() && !self.more()? {
            return Ok(0);
        }
        let amount = self.input().read(buffer)?;
        self.consume(amount);
        Ok(amount)
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let amount = self.0.buffers().output().write(bytes)?;
        self.0.transmit_output(amount, NextTimeout::default()).map_err(ureq::Error::into_io)?;
        Ok(amount)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! Marks where the bytes of the request begin.

use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use super::call::Call;

/// Top of the chain. Marks where the request's own bytes begin, after TLS and proxy handshakes.
#[derive(Debug)]
pub(crate) struct RequestMark;

impl<In: Transport> Connector<In> for RequestMark {
    type Out = Marked<In>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        // The chain also runs for a proxy, whose bytes are not the request.
        let marks = Call::current().is_none_or(|c| c.is_target(details.uri.authority()));
        Ok(chained.map(|inner| Marked { inner, marks }))
    }
}

#[derive(Debug)]
pub(crate) struct Marked<In> {
    pub(super) inner: In,
    pub(super) marks: bool,
}

impl<In: Transport> Transport for Marked<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        if self.marks
            && let Some(call) = Call::current()
        {
            call.request_begins();
        }
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

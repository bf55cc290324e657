//! A TCP relay between client and server that breaks one exchange at a chosen byte.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::SockRef;

use crate::run::Random;

/// Direction of the bytes that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// From the client.
    Request,
    /// To the client.
    Response,
}

/// Event at the chosen byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is closed.
    Cut,
    /// The connection is reset.
    Reset,
    /// Nothing passes in this direction any more.
    Stall,
    /// The client sees the end of the stream; what it sends still passes.
    HalfCloseToClient,
    /// The server sees the end of the stream; what it sends still passes.
    HalfCloseToServer,
    /// The byte is changed by this mask; all else passes.
    Garble(u8),
}

impl Fault {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Reset => "reset",
            Self::Stall => "stall",
            Self::HalfCloseToClient => "half-close to client",
            Self::HalfCloseToServer => "half-close to server",
            Self::Garble(_) => "garble",
        }
    }
}

/// A fault and its position.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) side: Side,
    /// Bytes that pass first; at 0 it happens when the first byte comes.
    pub(crate) at: usize,
    pub(crate) fault: Fault,
    /// On every connection rather than on the first that gets there.
    pub(crate) every: bool,
}

#[derive(Debug, Default)]
struct Shared {
    plan: Option<Plan>,
    /// Breaks every connection somewhere, by its number.
    scatter: Option<u64>,
    connections: u64,
    /// Changes when a plan is made: connections count their bytes from there.
    generation: u32,
    fired: usize,
    /// Most bytes of a connection in each direction since the plan was made.
    most: [usize; 2],
}

/// Traffic that a relay saw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// How often the fault happened.
    pub(crate) fired: usize,
    /// Most bytes in each direction of a connection, request first.
    pub(crate) most: [usize; 2],
}

/// A running relay.
pub(crate) struct Relay {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    stop: Arc<Mutex<Option<SocketAddr>>>,
    thread: JoinHandle<()>,
}

impl Relay {
    /// Relays to `upstream`, without a fault so far.
    pub(crate) fn start(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let stop = Arc::new(Mutex::new(None));
        let (shared_too, stop_too) = (Arc::clone(&shared), Arc::clone(&stop));
        let thread = thread::spawn(move || accept(&listener, upstream, &shared_too, &stop_too));
        Self { address, shared, stop, thread }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes the plan. Nothing may be under way: bytes are counted from here.
    pub(crate) fn arm(&self, plan: Option<Plan>) {
        let mut shared = lock(&self.shared);
        shared.plan = plan;
        shared.generation += 1;
        shared.most = [0; 2];
    }

    /// Breaks every connection at some byte in some way.
    pub(crate) fn scatter(&self, seed: u64) {
        lock(&self.shared).scatter = Some(seed);
    }

    /// Breaks no connection any more.
    pub(crate) fn calm(&self) {
        let mut shared = lock(&self.shared);
        (shared.scatter, shared.plan) = (None, None);
    }

    /// Waits until the server has closed every connection, that is, has done with what it was sent. The
    /// client must be gone.
    pub(crate) fn finish(self) -> Seen {
        stop_accepting(self.address, &self.stop);
        self.thread.join().unwrap();
        let shared = lock(&self.shared);
        Seen { fired: shared.fired, most: shared.most }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A last connection, known by its address, ends an accept loop after all that came before it.
pub(crate) fn stop_accepting(address: SocketAddr, stop: &Mutex<Option<SocketAddr>>) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    *lock(stop) = socket.local_addr().unwrap().as_socket();
    socket.connect(&address.into()).unwrap();
}

fn accept(listener: &TcpListener, upstream: SocketAddr, shared: &Mutex<Shared>, stop: &Mutex<Option<SocketAddr>>) {
    thread::scope(|scope| {
        loop {
            let (client, peer) = listener.accept().unwrap();
            if *lock(stop) == Some(peer) {
                return;
            }
            scope.spawn(move || {
                let Ok(upstream) = TcpStream::connect(upstream) else { return };
                let _ = (client.set_nodelay(true), upstream.set_nodelay(true));
                let number = {
                    let mut shared = lock(shared);
                    shared.connections += 1;
                    shared.connections
                };
                let link = Link {
                    number,
                    writer: Mutex::new(Some(client.try_clone().unwrap())),
                    upstream,
                    counts: Mutex::new((0, [0; 2])),
                    drop_requests: AtomicBool::new(false),
                    stalled: AtomicBool::new(false),
                    spoiled: AtomicBool::new(false),
                };
                thread::scope(|both| {
                    both.spawn(|| link.responses(shared));
                    link.requests(client, shared);
                });
            });
        }
    });
}

/// One connection of the client and the one to the server that belongs to it.
struct Link {
    number: u64,
    /// Taken away when nothing may go to the client any more.
    writer: Mutex<Option<TcpStream>>,
    upstream: TcpStream,
    /// Generation and bytes in each direction.
    counts: Mutex<(u32, [usize; 2])>,
    drop_requests: AtomicBool,
    stalled: AtomicBool,
    /// A connection gets at most one fault.
    spoiled: AtomicBool,
}

fn scattered(seed: u64, number: u64) -> Plan {
    let mut random = Random::new(seed.wrapping_add(number << 32));
    let side = [Side::Request, Side::Response][random.below(2)];
    let faults = [Fault::Cut, Fault::Reset, Fault::HalfCloseToClient, Fault::HalfCloseToServer, Fault::Stall];
    let fault = faults[random.below(faults.len())];
    Plan { side, at: random.below(6000), fault, every: true }
}

enum Step {
    Pass,
    Change(usize, u8),
    /// After so many bytes.
    Fire(usize, Fault),
}

impl Link {
    fn requests(&self, mut client: TcpStream, shared: &Mutex<Shared>) {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(n @ 1..) = client.read(&mut buffer) {
            if self.drop_requests.load(Ordering::SeqCst) {
                continue;
            }
            let mut upstream = &self.upstream;
            let written = match self.step(Side::Request, n, shared) {
                Step::Pass => upstream.write_all(&buffer[..n]),
                Step::Change(at, mask) => {
                    buffer[at] ^= mask;
                    upstream.write_all(&buffer[..n])
                }
                Step::Fire(pass, fault) => {
                    let written = upstream.write_all(&buffer[..pass]);
                    self.fire(Side::Request, fault);
                    written
                }
            };
            if written.is_err() {
                self.drop_requests.store(true, Ordering::SeqCst);
            }
            if lock(&self.writer).is_none() && self.drop_requests.load(Ordering::SeqCst) {
                break;
            }
        }
        let _ = self.upstream.shutdown(Shutdown::Write);
    }

    fn responses(&self, shared: &Mutex<Shared>) {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(n @ 1..) = (&self.upstream).read(&mut buffer) {
            if self.stalled.load(Ordering::SeqCst) || lock(&self.writer).is_none() {
                continue;
            }
            let step = self.step(Side::Response, n, shared);
            if let Step::Change(at, mask) = step {
                buffer[at] ^= mask;
            }
            let pass = if let Step::Fire(pass, _) = step { pass } else { n };
            if let Some(client) = lock(&self.writer).as_mut() {
                let _ = client.write_all(&buffer[..pass]);
            }
            if let Step::Fire(_, fault) = step {
                self.fire(Side::Response, fault);
            }
        }
        if !self.stalled.load(Ordering::SeqCst)
            && let Some(client) = lock(&self.writer).as_ref()
        {
            let _ = client.shutdown(Shutdown::Write);
        }
    }

    fn step(&self, side: Side, n: usize, shared: &Mutex<Shared>) -> Step {
        let mut shared = lock(shared);
        let mut counts = lock(&self.counts);
        if counts.0 != shared.generation {
            *counts = (shared.generation, [0; 2]);
        }
        let before = counts.1[side as usize];
        counts.1[side as usize] += n;
        shared.most[side as usize] = shared.most[side as usize].max(before + n);
        let plan = shared.scatter.map_or(shared.plan, |seed| Some(scattered(seed, self.number)));
        let Some(plan) = plan.filter(|p| p.side == side && (p.every || shared.fired == 0)) else {
            return Step::Pass;
        };
        let step = match plan.fault {
            Fault::Garble(mask) if (before..before + n).contains(&plan.at) => Step::Change(plan.at - before, mask),
            Fault::Garble(_) => return Step::Pass,
            fault if before <= plan.at && plan.at <= before + n => Step::Fire(plan.at - before, fault),
            _ => return Step::Pass,
        };
        if self.spoiled.swap(true, Ordering::SeqCst) {
            return Step::Pass;
        }
        shared.fired += 1;
        step
    }

    fn fire(&self, side: Side, fault: Fault) {
        match (fault, side) {
            (Fault::Garble(_), _) => {}
            (Fault::Stall, Side::Request) => self.drop_requests.store(true, Ordering::SeqCst),
            (Fault::Stall, Side::Response) => self.stalled.store(true, Ordering::SeqCst),
            (Fault::HalfCloseToClient, _) => {
                if let Some(client) = lock(&self.writer).take() {
                    let _ = client.shutdown(Shutdown::Write);
                }
            }
            (Fault::HalfCloseToServer, _) => {
                self.drop_requests.store(true, Ordering::SeqCst);
                let _ = self.upstream.shutdown(Shutdown::Write);
            }
            (Fault::Cut | Fault::Reset, _) => {
                self.drop_requests.store(true, Ordering::SeqCst);
                if let Some(client) = lock(&self.writer).take() {
                    if fault == Fault::Reset {
                        let _ = SockRef::from(&client).set_linger(Some(Duration::ZERO));
                        // Wakes the other direction, so that it lets go of the socket too.
                        let _ = client.shutdown(Shutdown::Read);
                    } else {
                        let _ = client.shutdown(Shutdown::Both);
                    }
                }
                let _ = self.upstream.shutdown(Shutdown::Write);
            }
        }
    }
}

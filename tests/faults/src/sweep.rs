//! Every fault at every byte of the exchange.

use std::time::Duration;

use smsbat_core::CallOptions;

use crate::bench::{self, Bench, Transport, received, trusting, warm_up};
use crate::relay::{Fault, Plan, Relay, Seen, Side};
use crate::run::{Random, Work};
use crate::verdict::{Expect, Trial, Word};

/// Retries that the caller allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// No repeat.
    Once,
    /// Two repeats of what is certain; the fault happens once.
    Retries,
    /// The same, but the fault happens on every connection.
    RetriesInVain,
    /// Two repeats, also when it may have arrived; the fault happens once.
    Resend,
    /// The same, but the fault happens on every connection.
    ResendInVain,
}

impl Mode {
    const ALL: [Self; 5] = [Self::Once, Self::Retries, Self::RetriesInVain, Self::Resend, Self::ResendInVain];

    fn name(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Retries => "retries",
            Self::RetriesInVain => "retries in vain",
            Self::Resend => "resend_unknown",
            Self::ResendInVain => "resend_unknown in vain",
        }
    }

    fn group(self) -> &'static str {
        match self {
            Self::Once => "one attempt",
            Self::Retries | Self::RetriesInVain => "two repeats",
            Self::Resend | Self::ResendInVain => "two repeats with resend_unknown",
        }
    }

    fn max_retries(self) -> u32 {
        if self == Self::Once { 0 } else { 2 }
    }

    fn resends(self) -> bool {
        matches!(self, Self::Resend | Self::ResendInVain)
    }

    fn allowed(self) -> usize {
        match self {
            Self::Resend => 2,
            Self::ResendInVain => 3,
            _ => 1,
        }
    }

    /// Of how many bytes one is tried. Repeats take their time, and a stall takes all there is.
    fn stride(self, transport: Transport, fault: Fault) -> usize {
        let stalls = matches!(fault, Fault::Stall | Fault::Garble(_));
        match self {
            Self::Once => 1,
            Self::Retries | Self::Resend if stalls => 29,
            Self::Retries if matches!(fault, Fault::Cut) || transport == Transport::Plain => 1,
            Self::Resend if matches!(fault, Fault::Cut) && transport == Transport::Plain => 1,
            Self::Retries | Self::Resend => 7,
            Self::RetriesInVain | Self::ResendInVain => 43,
        }
    }
}

/// Adds all trials of the sweeps to `work`. `thin` takes one byte of so many.
pub(crate) fn add(work: &mut Work, seed: u64, thin: usize) {
    for transport in Transport::ALL {
        for pooled in [false, true] {
            let lengths = measure(&Bench::default(), transport, pooled).most;
            for mode in Mode::ALL {
                let faults = [
                    Fault::Cut,
                    Fault::Reset,
                    Fault::Stall,
                    Fault::HalfCloseToClient,
                    Fault::HalfCloseToServer,
                    Fault::Garble(0),
                ];
                for (fault, side) in faults.into_iter().flat_map(|f| [(f, Side::Request), (f, Side::Response)]) {
                    let stride = mode.stride(transport, fault) * thin;
                    let first = Random::named(seed, &format!("{mode:?} {fault:?} {side:?}")).below(stride);
                    // A signature is a few bytes longer or shorter from one handshake to the next.
                    for at in (first..=lengths[side as usize] + 2).step_by(stride) {
                        let every = matches!(mode, Mode::RetriesInVain | Mode::ResendInVain);
                        let mut case = Case { transport, pooled, mode, plan: Plan { side, at, fault, every } };
                        if fault == Fault::Garble(0) {
                            // Any change of the byte, but never none.
                            let mask = 1 + Random::named(seed, &case.name()).below(255) as u8;
                            case.plan.fault = Fault::Garble(mask);
                        }
                        work.push(case.name(), move |bench| vec![case.run(bench)]);
                    }
                }
            }
        }
    }
}

/// Bytes of an exchange that nothing happens to.
fn measure(bench: &Bench, transport: Transport, pooled: bool) -> Seen {
    let case = Case {
        transport,
        pooled,
        mode: Mode::Once,
        plan: Plan { side: Side::Request, at: usize::MAX, fault: Fault::Garble(1), every: false },
    };
    let (seen, word, ..) = case.exchange(bench);
    assert_eq!(word.unwrap().unwrap().kind, "ok");
    seen
}

#[derive(Debug, Clone, Copy)]
struct Case {
    transport: Transport,
    pooled: bool,
    mode: Mode,
    plan: Plan,
}

type Said = Result<Option<Word>, String>;

impl Case {
    fn connection(&self) -> &'static str {
        if self.pooled { "pooled" } else { "fresh" }
    }

    fn name(&self) -> String {
        let Plan { side, at, fault, .. } = self.plan;
        let side = if side == Side::Request { "request" } else { "response" };
        let (transport, connection, mode) = (self.transport.name(), self.connection(), self.mode.name());
        format!("{transport}/{connection}/{mode}/{}/{side}@{at}", fault.name())
    }

    fn timeout(&self) -> Duration {
        // A handshake has to fit even when all workers are busy, unless the fault is to wait.
        let ms = match (self.mode, self.plan.fault) {
            (Mode::Once, Fault::Stall) => 300,
            (Mode::Once, _) => 1500,
            _ => 5000,
        };
        Duration::from_millis(ms)
    }

    /// Wrong bytes without TLS can be a good answer that says no, and nobody can tell.
    fn expect(&self) -> Expect {
        let garbled = matches!(self.plan.fault, Fault::Garble(_));
        let plain_head = self.transport == Transport::Plain && self.plan.side == Side::Response && self.plan.at < 13;
        if garbled && plain_head { Expect::Undetectable } else { Expect::Agreement }
    }

    fn run(&self, bench: &Bench) -> Trial {
        let (seen, said, took, leak) = self.exchange(bench);
        let received = received(bench.sandbox(self.transport != Transport::Plain));
        let garbled = matches!(self.plan.fault, Fault::Garble(_)) && self.transport == Transport::Plain;
        let foreign = !garbled && received.iter().any(|id| id != ID);
        let (word, failed) = match said {
            Ok(word) => (word, None),
            Err(why) => {
                (Some(Word { outcome: smsbat_core::Outcome::NotSent, kind: "none", text: why.clone() }), Some(why))
            }
        };
        Trial {
            name: self.name(),
            group: format!("at every byte, {}", self.mode.group()),
            row: format!("{}, {} {}", self.plan.fault.name(), self.transport.name(), self.connection()),
            expect: self.expect(),
            fired: seen.fired,
            word,
            received: received.len(),
            allowed: self.mode.allowed(),
            took,
            timeout: self.timeout(),
            also: failed.or(leak).or(foreign.then(|| "a message that nobody sent was received".to_owned())),
        }
    }

    fn exchange(&self, bench: &Bench) -> (Seen, Said, Duration, Option<String>) {
        let tls = self.transport != Transport::Plain;
        let sandbox = bench.sandbox(tls);
        sandbox.reset();
        let relay = Relay::start(bench.upstream(self.transport));
        let via = relay.address();
        let client = match self.transport {
            Transport::Plain => bench::builder(&format!("http://{via}")),
            Transport::Tls => trusting(&format!("https://{via}"), sandbox.ca_bundle().unwrap()),
            Transport::Tunnel => trusting(sandbox.url(), sandbox.ca_bundle().unwrap()).proxy(format!("http://{via}")),
        };
        let connect = match self.plan.fault {
            _ if self.pooled => 20_000,
            Fault::Stall => 400,
            _ => 1200,
        };
        let client = client.connect_timeout(Duration::from_millis(connect)).build().unwrap();
        let warm = if self.pooled { warm_up(&client) } else { Ok(()) };
        relay.arm(Some(self.plan));
        let options = CallOptions::new()
            .timeout(self.timeout())
            .max_retries(self.mode.max_retries())
            .resend_unknown(self.mode.resends());
        let (word, took, leak) = match &warm {
            Ok(()) => bench::send(&client, ID, options),
            Err(_) => (None, Duration::ZERO, None),
        };
        drop(client);
        let seen = relay.finish();
        (seen, warm.map(|()| word), took, leak)
    }
}

/// Id of the message whose exchange is broken.
const ID: &str = "fault-1";

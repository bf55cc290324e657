//! Responses that are wrong, unusual, endless or for another request, after the request reached the sandbox.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use smsbat_core::CallOptions;

use crate::answer_cases::{Case, cases};
use crate::bench::{self, Bench, Transport, received, trusting, warm_up};
use crate::certificates::Flaw;
use crate::run::Work;
use crate::server::{Options, Request, Script, Server, Step};
use crate::verdict::{Expect, Trial};

/// Answers larger than this are refused in these trials.
const MAX_REPLY: u64 = 1 << 20;

/// Redirects, each with a listener on the other host that must stay alone.
fn redirect(status: u16, form: usize, transport: Transport, pooled: bool, bench: &Bench) -> Trial {
    let trap = TcpListener::bind("127.0.0.2:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let other = trap.local_addr().unwrap();
    let location =
        [format!("http://{other}/x"), format!("//{other}/x"), format!("https://{other}/bat/messagelist")][form].clone();
    let script: Script = Arc::new(move |request: &Request<'_>| {
        if !request.armed {
            return request.pass();
        }
        request.fault();
        let head = format!(
            "HTTP/1.1 {status} X\r\nLocation: {location}\r\nRefresh: 0; url={location}\r\nContent-Length: 0\r\n\r\n"
        );
        vec![Step::Bytes(head.into_bytes())]
    });
    let name = format!("{status} {form}");
    // A refusal stays a refusal; all else is unknown.
    let expect = if status == 401 { Expect::NotSent } else { Expect::Unknown };
    let case = Case { row: "redirect to another host", name, expect, script, early: false, waits: false };
    let mut trial = case.run(transport, pooled, bench);
    if trap.accept().is_ok() {
        trial.also = Some("the client went to the other host".to_owned());
    }
    trial
}

pub(crate) fn add(work: &mut Work, seed: u64, thin: usize) {
    // A sample takes every fourth, and half of the connections.
    let step = if thin == 1 { 1 } else { 4 };
    let transports = [Transport::Plain, Transport::Tls];
    for transport in transports {
        for pooled in [false, true] {
            if thin > 1 && (transport == Transport::Tls) != pooled {
                continue;
            }
            for case in cases().into_iter().skip(seed as usize % step).step_by(step) {
                work.push(case.full_name(transport, pooled), move |bench| vec![case.run(transport, pooled, bench)]);
            }
            for status in [201, 300, 301, 302, 303, 304, 305, 307, 308, 399, 401] {
                for form in 0..3 {
                    let name = format!(
                        "answers/{}/{}/redirect to another host/{status} {form}",
                        transport.name(),
                        connection(pooled)
                    );
                    work.push(name, move |bench| vec![redirect(status, form, transport, pooled, bench)]);
                }
            }
        }
    }
}

fn connection(pooled: bool) -> &'static str {
    if pooled { "pooled" } else { "fresh" }
}

impl Case {
    fn full_name(&self, transport: Transport, pooled: bool) -> String {
        format!("answers/{}/{}/{}/{}", transport.name(), connection(pooled), self.row, self.name)
    }

    fn run(&self, transport: Transport, pooled: bool, bench: &Bench) -> Trial {
        // A stray answer needs an exchange before it.
        let pooled = pooled || self.row == "answer for a previous request";
        let tls = transport == Transport::Tls;
        let sandbox = bench.sandbox(false);
        sandbox.reset();
        let server = Server::start(Options {
            tls: tls.then(|| bench.certificates().server(Flaw::None)),
            sandbox: bench::address(sandbox),
            script: Arc::clone(&self.script),
            early: self.early,
        });
        let address = server.address();
        let client = if tls {
            trusting(&format!("https://{address}"), &bench.certificates().bundle())
        } else {
            bench::builder(&format!("http://{address}"))
        };
        let client = client.max_reply_size(MAX_REPLY).build().unwrap();
        let warm = if pooled { warm_up(&client) } else { Ok(()) };
        server.arm();
        let timeout = match (self.waits, tls && !pooled) {
            (true, false) => Duration::from_millis(700),
            _ => Duration::from_secs(3),
        };
        let options = CallOptions::new().timeout(timeout).max_retries(0);
        let (word, took, leak) = bench::send(&client, "fault-1", options);
        drop(client);
        let fired = server.finish();
        let received = received(sandbox);
        Trial {
            name: self.full_name(transport, pooled),
            group: format!("answers, {}", transport.name()),
            row: self.row.to_owned(),
            expect: self.expect,
            fired,
            word,
            received: received.len(),
            allowed: 1,
            took,
            timeout,
            also: warm.err().or(leak),
        }
    }
}

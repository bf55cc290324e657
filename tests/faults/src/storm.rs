//! Many threads on one client while its connections break at random.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use smsbat_core::{CallOptions, Outcome};

use crate::bench::{self, Bench, Transport, received, trusting};
use crate::relay::Relay;
use crate::run::Work;
use crate::verdict::{Expect, Trial};

const THREADS: usize = 16;

pub(crate) fn add(work: &mut Work, seed: u64, thin: usize) {
    let (rounds, sends) = if thin == 1 { (20, 20) } else { (1, 3) };
    for transport in [Transport::Plain, Transport::Tls] {
        for round in 0..rounds {
            let name = format!("storm/{}/{round}", transport.name());
            work.push(name.clone(), move |bench| storm(bench, transport, seed ^ (round << 16), sends, &name));
        }
    }
}

fn storm(bench: &Bench, transport: Transport, seed: u64, sends: usize, name: &str) -> Vec<Trial> {
    let tls = transport == Transport::Tls;
    let sandbox = bench.sandbox(tls);
    sandbox.reset();
    let relay = Relay::start(bench.upstream(transport));
    relay.scatter(seed);
    let via = relay.address();
    let client = if tls {
        trusting(&format!("https://{via}"), sandbox.ca_bundle().unwrap())
    } else {
        bench::builder(&format!("http://{via}"))
    };
    let client = client.build().unwrap();
    let timeout = Duration::from_secs(10);
    let trials = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for t in 0..THREADS {
            let (client, trials) = (&client, &trials);
            scope.spawn(move || {
                for i in 0..sends {
                    let id = format!("{t}-{i}");
                    let options = CallOptions::new().timeout(timeout).max_retries(2);
                    let (word, took, also) = bench::send(client, &id, options);
                    // Where a connection broke shows in the word only.
                    let fired = usize::from(word.as_ref().is_none_or(|w| w.outcome != Outcome::Accepted));
                    let trial = Trial {
                        name: format!("{name}/{id}"),
                        group: "storm: 16 threads on one client".to_owned(),
                        row: format!("random cuts, {}", transport.name()),
                        expect: Expect::Agreement,
                        fired,
                        word,
                        received: 0,
                        allowed: 1,
                        took,
                        timeout,
                        also,
                    };
                    trials.lock().unwrap_or_else(PoisonError::into_inner).push((id, trial));
                }
            });
        }
    });
    drop(client);
    relay.finish();
    let mut counts: HashMap<String, usize> = HashMap::new();
    received(sandbox).into_iter().for_each(|id| *counts.entry(id).or_default() += 1);
    let trials = trials.into_inner().unwrap_or_else(PoisonError::into_inner);
    let with_count = |(id, trial)| Trial { received: counts.get(&id).copied().unwrap_or(0), ..trial };
    trials.into_iter().map(with_count).collect()
}

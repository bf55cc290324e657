//! The chat hub: a scripted session over a connection that breaks. Every message must reach the caller once and in the
//! order of its chat, and every send's outcome must agree with what the hub has.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::json;
use smsbat_core::{ChatEvent, ChatEvents, ChatMedia, Client, HubTransport, Listen, Outcome};
use smsbat_sandbox::Sandbox;

use crate::bench::{self, Bench, Transport, trusting};
use crate::relay::{Fault, Plan, Relay, Side};
use crate::run::{Random, Work};
use crate::verdict::{Expect, Trial, Word};

/// Chats of the sandbox that the script writes into.
const CHATS: [i64; 3] = [6601, 6602, 6603];
/// Events of a script in which every byte is tried, and of one in which many are.
const SHORT: usize = 24;
const LONG: usize = 200;
/// Time of a call.
const CALL: Duration = Duration::from_secs(2);
/// Time for everything to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Adds the trials. `thin` takes one byte of so many.
pub(crate) fn add(work: &mut Work, seed: u64, thin: usize) {
    for secure in [false, true] {
        for transport in HubTransport::ALL {
            let case = |plan, events, scatter| Case { secure, transport, plan, events, seed, scatter };
            let nothing = Plan { side: Side::Request, at: usize::MAX, fault: Fault::Cut, every: false };
            let most = case(nothing, SHORT, false).session(&Bench::default()).most;
            for (side, length) in [Side::Request, Side::Response].into_iter().zip(most) {
                for (fault, stride) in [(Fault::Cut, 1), (Fault::Reset, 11), (Fault::Stall, 97)] {
                    let stride = stride * thin;
                    let first =
                        Random::named(seed, &format!("hub {secure} {transport:?} {side:?} {fault:?}")).below(stride);
                    for at in (first..=length).step_by(stride) {
                        let case = case(Plan { side, at, fault, every: false }, SHORT, false);
                        work.push(case.name(), move |bench| vec![case.run(bench)]);
                    }
                }
            }
            // Many breaks in one long session, at random.
            let (sessions, events) = if thin == 1 { (400, LONG) } else { (1, SHORT) };
            for number in 0..sessions {
                let case = Case { seed: seed.wrapping_add(number), ..case(nothing, events, true) };
                work.push(case.name(), move |bench| vec![case.run(bench)]);
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Case {
    secure: bool,
    transport: HubTransport,
    plan: Plan,
    events: usize,
    seed: u64,
    scatter: bool,
}

/// Result of a session.
struct Session {
    most: [usize; 2],
    fired: usize,
    took: Duration,
    problem: Option<String>,
}

impl Case {
    fn name(&self) -> String {
        let (over, transport) = (if self.secure { "tls" } else { "plain" }, self.transport.as_str());
        if self.scatter {
            return format!("hub/{over}/{transport}/random/{}", self.seed);
        }
        let side = if self.plan.side == Side::Request { "request" } else { "response" };
        format!("hub/{over}/{transport}/{}/{side}@{}", self.plan.fault.name(), self.plan.at)
    }

    fn run(&self, bench: &Bench) -> Trial {
        let session = self.session(bench);
        let what = if self.scatter { "breaks at random" } else { self.plan.fault.name() };
        Trial {
            name: self.name(),
            group: format!("chat hub, {}", self.transport.as_str()),
            row: format!("{what}, {}", if self.secure { "tls" } else { "plain" }),
            expect: Expect::Agreement,
            fired: session.fired,
            word: Some(Word { outcome: Outcome::Accepted, kind: "ok", text: String::new() }),
            received: 1,
            allowed: 1,
            took: session.took,
            // Each event may be a send whose answer is lost.
            timeout: PATIENCE + CALL * self.events as u32,
            also: session.problem,
        }
    }

    fn session(&self, bench: &Bench) -> Session {
        let sandbox = bench.sandbox(self.secure);
        sandbox.reset();
        let transport = if self.secure { Transport::Tls } else { Transport::Plain };
        let relay = Relay::start(bench.upstream(transport));
        let via = relay.address();
        let started = Instant::now();
        let client = if self.secure {
            trusting(&format!("https://{via}"), sandbox.ca_bundle().unwrap())
        } else {
            bench::builder(&format!("http://{via}"))
        };
        let client = client.connect_timeout(Duration::from_secs(2)).max_retries(2).build().unwrap();
        relay.arm(Some(self.plan));
        if self.scatter {
            relay.scatter(self.seed);
        }
        let problem = self.play(sandbox, &relay, &client).err();
        drop(client);
        let took = started.elapsed();
        let seen = relay.finish();
        Session { most: seen.most, fired: seen.fired, took, problem }
    }

    fn play(&self, sandbox: &Sandbox, relay: &Relay, client: &Client) -> Result<(), String> {
        let listen = Listen::new().transport(self.transport).server_timeout(Duration::from_millis(1200));
        let listen = listen.reconnect_delays([Duration::ZERO, Duration::from_millis(50)]);
        let hub = client.chathub().timeout(CALL);
        // The first connection may be the one that breaks, which is the caller's to see.
        let events = (0..20).find_map(|_| hub.listen(&listen).ok()).ok_or("no connection was made")?;
        let before = history(sandbox);
        let mut random = Random::new(self.seed);
        let mut caller = Caller::default();
        let mut sent = Vec::new();
        for number in 0..self.events {
            let chat = CHATS[random.below(CHATS.len())];
            match random.below(9) {
                0 => {
                    let text = format!("ours {number}");
                    let sending = events.send_message(chat, &text);
                    sent.push((text, sending.map_or_else(|e| e.outcome(), |_| Outcome::Accepted)));
                }
                1 => {
                    let name = format!("ours-{number}.png");
                    let sending = events.send_media(chat, &ChatMedia::new(&name, b"bytes".to_vec()));
                    sent.push((name, sending.map_or_else(|e| e.outcome(), |_| Outcome::Accepted)));
                }
                2 => drop(sandbox.answer_chat(chat as u64, &format!("answer {number}"))),
                3 => drop(sandbox.set_chat_status(chat as u64, random.below(5) as u8)),
                4 if number % 5 == 0 => {
                    let chat = sandbox.open_chat("New", "380670000199").ok_or("no chat")?;
                    sandbox.chat_message(chat["id"].as_u64().ok_or("no id")?, &format!("first {number}"));
                }
                // The hub says again what it has said, at once or late: also what came before the first connection.
                5 => {
                    let said = sandbox.chathub();
                    let chat = said["chats"].as_array().and_then(|chats| chats.get(random.below(chats.len())));
                    let messages = chat.and_then(|chat| chat["messages"].as_array()).map_or(&[][..], Vec::as_slice);
                    let last = messages.len().saturating_sub(1);
                    let place = if random.below(2) == 0 { last } else { random.below(messages.len()) };
                    if let Some(message) = messages.get(place) {
                        let media = message.get("media").is_some_and(|media| !media.is_null());
                        let target = if media { "ReceiveMediaMessage" } else { "ReceiveMessage" };
                        sandbox.push_hub(target, &json!([message]));
                    }
                }
                _ => drop(sandbox.chat_message(chat as u64, &format!("came {number}"))),
            }
            if random.below(3) == 0 {
                caller.take(&events, Duration::ZERO)?;
            }
        }
        if self.scatter {
            relay.calm();
        }
        let end = Instant::now() + PATIENCE;
        let after = loop {
            caller.take(&events, Duration::from_millis(200))?;
            // A send whose outcome is unknown may reach the hub late.
            let after = history(sandbox);
            let expected = since(&before, &after);
            if caller.chats == expected {
                break after;
            }
            if Instant::now() > end {
                return Err(format!("expected {expected:?}, the caller had {:?}", caller.chats));
            }
        };
        let texts: Vec<&String> = after.values().flatten().map(|(_, text)| text).collect();
        for (text, outcome) in sent {
            let had = texts.iter().filter(|other| ***other == text).count();
            let agrees = match outcome {
                Outcome::Accepted => had == 1,
                Outcome::NotSent | Outcome::Rejected => had == 0,
                _ => had <= 1,
            };
            if !agrees {
                return Err(format!("'{text}' is {outcome}, and the hub has it {had} times"));
            }
        }
        events.close();
        Ok(())
    }
}

/// Messages that reached the caller.
#[derive(Default)]
struct Caller {
    chats: BTreeMap<i64, Vec<String>>,
}

impl Caller {
    /// Takes all events that are there, and those that come within the time.
    fn take(&mut self, events: &ChatEvents, time: Duration) -> Result<(), String> {
        while let Some(event) = events.next_event(Some(time)).map_err(|error| error.to_string())? {
            let message = match &event {
                ChatEvent::MessageReceived(event) => event.record().get("message").to_value(),
                ChatEvent::MediaReceived(event) => event.record().get("media").to_value(),
                _ => continue,
            };
            let smsbat_core::Value::Part(message) = message else {
                return Err("an event without a message".to_owned());
            };
            let message = message.record().ok_or("a message without fields")?;
            let id = message.get("id").as_str().ok_or("a message without an id")?.to_owned();
            let chat = event.chat_id().ok_or("a message without a chat")?;
            self.chats.entry(chat).or_default().push(id);
        }
        Ok(())
    }
}

type History = BTreeMap<i64, Vec<(String, String)>>;

/// Ids of the messages that came since.
fn since(before: &History, after: &History) -> BTreeMap<i64, Vec<String>> {
    let new = after.iter().map(|(chat, messages)| {
        let old = before.get(chat).map_or(0, Vec::len);
        (*chat, messages.iter().skip(old).map(|(id, _)| id.clone()).collect::<Vec<_>>())
    });
    new.filter(|(_, ids)| !ids.is_empty()).collect()
}

/// Ids and texts of each chat, oldest first.
fn history(sandbox: &Sandbox) -> History {
    let company = sandbox.chathub();
    let read = |chat: &serde_json::Value| {
        let messages = chat["messages"].as_array().into_iter().flatten();
        // A file is known by its name.
        let text = |m: &serde_json::Value| {
            m["media"]["name"].as_str().or(m["message"].as_str()).unwrap_or_default().to_owned()
        };
        let messages = messages.map(|m| (m["id"].to_string(), text(m)));
        (chat["id"].as_i64().unwrap_or_default(), messages.collect())
    };
    company["chats"].as_array().into_iter().flatten().map(read).collect()
}

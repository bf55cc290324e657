//! A day of the chat hub, an hour of which takes a fraction of a second: the server restarts every hour. Nothing may be
//! lost or come twice, and nothing may be left behind. `tests/slow/hub_sessions.py` runs it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use smsbat_core::{ChatEvent, ChatEvents, Client, HubTransport, Listen};
use smsbat_sandbox::{Options, Sandbox};

const CHAT: u64 = 6601;
/// A ping goes out twice in it.
const HOUR: Duration = Duration::from_millis(300);
const SERVER_TIMEOUT: Duration = Duration::from_millis(150);

fn start(port: u16, store: PathBuf) -> Sandbox {
    let options = || Options { port, store: Some(store.clone()), rate_limit: false, ..Options::default() };
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        match Sandbox::start(options()) {
            Ok(sandbox) => return sandbox,
            Err(error) if Instant::now() > end => panic!("{error}"),
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Texts that came until the last one is there, or within the time.
fn take(events: &ChatEvents, time: Duration, last: Option<&str>, texts: &mut Vec<String>) {
    let end = Instant::now() + time;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let Some(event) = events.next_event(Some(left)).unwrap() else { return };
        if let ChatEvent::MessageReceived(event) = event {
            texts.push(event.message().unwrap().record().unwrap().get("text").as_str().unwrap().to_owned());
            if last.is_some_and(|last| texts.last().is_some_and(|text| text == last)) {
                return;
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn open() -> (usize, usize) {
    let count = |folder: &str| std::fs::read_dir(folder).unwrap().count();
    (count("/proc/self/task"), count("/proc/self/fd"))
}

#[cfg(target_os = "linux")]
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap();
    status.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "a minute; tests/slow/hub_sessions.py runs it"]
fn a_day_with_a_restart_every_hour() {
    for transport in HubTransport::ALL {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        let mut sandbox = start(0, store.clone());
        let url = sandbox.url().to_owned();
        let port = url.rsplit(':').next().unwrap().parse().unwrap();
        let client = Client::builder().api_key("test-key").base_url(&url).rate_limit(None).ignore_environment();
        let client = client.build().unwrap();
        let listen = Listen::new().transport(transport).server_timeout(SERVER_TIMEOUT);
        let listen = listen.reconnect_delays([Duration::ZERO, Duration::from_millis(20)]);
        let events = client.chathub().listen(&listen).unwrap();
        let (mut expected, mut texts) = (Vec::new(), Vec::new());
        let mut first = None;
        for hour in 0..24 {
            for minute in 0..3 {
                let text = format!("hour {hour}, {minute}");
                sandbox.chat_message(CHAT, &text).unwrap();
                expected.push(text);
                take(&events, HOUR / 3, None, &mut texts);
            }
            // Said when nobody is told any more.
            let text = format!("hour {hour}, the end");
            sandbox.disconnect_hub();
            sandbox.chat_message(CHAT, &text).unwrap();
            expected.push(text);
            drop(sandbox);
            take(&events, HOUR / 10, None, &mut texts);
            sandbox = start(port, store.clone());
            take(&events, Duration::from_secs(60), expected.last().map(String::as_str), &mut texts);
            assert_eq!(texts, expected, "{transport:?}");
            first = first.or_else(|| Some((open(), memory())));
        }
        let ((threads, files), memory_before) = first.unwrap();
        let grown = memory().saturating_sub(memory_before);
        assert!(open().0 <= threads && open().1 <= files + 2, "{:?} after {threads} and {files}", open());
        assert!(grown < 16 << 20, "{grown} bytes");
        println!("figure a day over {}: {} messages, {grown} bytes more", transport.as_str(), texts.len());
        events.close();
        drop((client, sandbox));
    }
}

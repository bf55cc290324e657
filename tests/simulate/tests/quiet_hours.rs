//! Campaigns that wait for the end of quiet hours, by a clock that jumps.
#![allow(clippy::unwrap_used)]

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use smsbat_core::bulk::{BulkOptions, Rows};
use smsbat_core::simulation::{Socket, Task, World, enter};
use smsbat_core::testing::MockTransport;
use smsbat_core::{Client, Sms};

/// A world with one thread, whose clock jumps to the end of each wait.
struct Clock {
    beginning: Duration,
    now: Mutex<Duration>,
}

impl World for Clock {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn wall(&self) -> SystemTime {
        UNIX_EPOCH + self.beginning + self.now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn changed(&self, _: usize) {}

    fn step(&self) {}

    fn wait(&self, _: usize, until: Option<Duration>) {
        let mut now = self.now.lock().unwrap();
        *now = until.map_or(*now, |until| until.max(*now));
    }

    fn thread(&self, _: &str) -> io::Result<Arc<dyn Task>> {
        Err(io::ErrorKind::WouldBlock.into())
    }

    fn look_up(&self, _: &str) -> io::Result<Vec<SocketAddr>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn connect(&self, _: SocketAddr) -> io::Result<Box<dyn Socket>> {
        Err(io::ErrorKind::ConnectionRefused.into())
    }
}

/// Seconds since 1970 of a UTC time in 2026, given as month, day, hour and minute.
fn utc(month: u64, day: u64, hour: u64, minute: u64) -> u64 {
    let days: u64 = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].iter().take(month as usize - 1).sum();
    1_767_225_600 + (days + day - 1) * 86_400 + hour * 3600 + minute * 60
}

/// Times at which a message was accepted, and those until which the run said that it waits.
type Times = [Vec<u64>; 2];

/// Sends one message to each recipient, from this time on.
fn send(beginning: u64, quiet_hours: &str, to: &[&str]) -> Times {
    let clock = Arc::new(Clock { beginning: Duration::from_secs(beginning), now: Mutex::default() });
    let _inside = enter(clock.clone());
    let transport = MockTransport::new();
    for _ in to {
        transport.reply(200, r#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#);
    }
    let client = Client::builder().api_key("test-key").transport(&transport).ignore_environment().build().unwrap();
    let mut options = BulkOptions::default();
    options.set("quiet_hours", quiet_hours).unwrap();
    options.set("chunk_size", "1").unwrap();
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let times = Arc::new(Mutex::new(Times::default()));
    let kept = Arc::clone(&times);
    options.on_progress(move |progress| {
        let [accepted, waits] = &mut *kept.lock().unwrap();
        accepted.resize(progress.accepted as usize, seconds(clock.wall()));
        let until = progress.waiting_until.map(seconds);
        waits.extend(until.filter(|until| waits.last() != Some(until)));
    });
    let rows: Vec<Sms> = to.iter().map(|to| Sms::new(*to, "MyShop", "Hello")).collect();
    assert!(client.messages().send_bulk(Rows::new(rows), &options).unwrap().ok());
    drop(options);
    Arc::into_inner(times).unwrap().into_inner().unwrap()
}

const UKRAINE: &str = "+380671234567";
const POLAND: &str = "+48501234567";

#[test]
fn the_wait_ends_when_the_quiet_hours_do_across_a_change_of_summer_time() {
    for (beginning, end) in [
        // No change.
        (utc(3, 28, 2, 0), utc(3, 28, 2, 30)),
        // At 3:00 it becomes 4:00.
        (utc(3, 29, 0, 50), utc(3, 29, 1, 30)),
        // At 4:00 it becomes 3:00 again.
        (utc(10, 25, 0, 50), utc(10, 25, 2, 30)),
    ] {
        assert_eq!(send(beginning, "01:00-04:30 Europe/Kyiv", &[UKRAINE]), [[end], [end]]);
    }
    // Outside them nothing waits.
    let now = utc(3, 29, 1, 30);
    assert_eq!(send(now, "01:00-04:30 Europe/Kyiv", &[UKRAINE]), [vec![now], vec![]]);
}

#[test]
fn each_recipient_waits_by_the_clock_of_their_country() {
    let (kyiv, warsaw) = (utc(1, 15, 6, 0), utc(1, 15, 7, 0));
    let times = send(utc(1, 15, 5, 50), "21:00-08:00", &[UKRAINE, POLAND]);
    assert_eq!(times, [[kyiv, warsaw], [kyiv, warsaw]]);
}

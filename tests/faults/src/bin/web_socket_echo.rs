//! The WebSockets of client and sandbox as echoes, for Autobahn's cases: `web_socket_echo serve`, which prints its address
//! and ends with its input, and `web_socket_echo run ADDRESS`, which runs every case of a fuzzing server.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::io::Read;
use std::time::Duration;

use smsbat_core::Client;
use smsbat_core::binding::echo;
use smsbat_sandbox::{Options, Sandbox};

/// The largest case has messages of 16 MiB.
const MOST_BYTES: &str = "33554432";
/// The slowest cases take half a minute.
const LONGEST: Duration = Duration::from_secs(120);
const AGENT: &str = "agent=smsbat";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => serve(),
        ["run", address] => run(address),
        _ => Err("usage: web_socket_echo serve | web_socket_echo run ADDRESS".into()),
    }
}

fn serve() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(Options { port: 0, ..Options::default() })?;
    println!("{}/chathub/echo", sandbox.url().replacen("http", "ws", 1));
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    Ok(())
}

fn run(address: &str) -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .ignore_environment()
        .set("chathub_url", address)?
        .set("company_token", "test-token")?
        .set("max_reply_size", MOST_BYTES)?
        .build()?;
    let count: u32 = echo(&client, "/getCaseCount", AGENT, LONGEST)?.trim().parse()?;
    for case in 1..=count {
        // The server judges how it ends.
        let _ = echo(&client, "/runCase", &format!("case={case}&{AGENT}"), LONGEST);
    }
    echo(&client, "/updateReports", AGENT, LONGEST)?;
    println!("{count} cases");
    Ok(())
}

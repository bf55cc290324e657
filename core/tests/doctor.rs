//! `diagnose`: what it finds, what it advises, and that it sends no message and shows no secret.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use smsbat_core::doctor::{CheckState, Diagnosis};
use smsbat_core::{Client, ClientBuilder};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

const KEY: &str = "test-canary-key";

fn builder(url: &str) -> ClientBuilder {
    Client::builder().api_key(KEY).base_url(url).timeout(Duration::from_secs(5)).ignore_environment()
}

fn failed(diagnosis: &Diagnosis) -> Vec<(&'static str, &str, &str)> {
    let failed = diagnosis.checks.iter().filter(|check| check.state == CheckState::Failed);
    failed.map(|check| (check.name, check.found.as_str(), check.next.as_deref().unwrap())).collect()
}

/// Asserts that one check failed, with these texts, and that the checks behind it were skipped.
#[track_caller]
fn only(diagnosis: &Diagnosis, name: &str, found: &str, next: &str) {
    let [(failed, said, advice)] = failed(diagnosis)[..] else { panic!("{diagnosis:#?}") };
    assert_eq!(failed, name, "{diagnosis:#?}");
    assert!(said.contains(found) && advice.contains(next), "{said}\n{advice}");
    assert!(!diagnosis.ok() && !format!("{diagnosis:?}").contains(KEY));
    let mut behind = diagnosis.checks.iter().skip_while(|check| check.state != CheckState::Failed).skip(1);
    // A clock that is off does not keep the rest from being checked.
    assert!(name == "clock" || behind.all(|check| check.state == CheckState::Skipped), "{diagnosis:#?}");
}

/// A server that answers every connection with these bytes.
fn server(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("127.0.0.1:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            let answer = answer.clone();
            thread::spawn(move || {
                if stream.read(&mut [0; 4096]).unwrap_or(0) > 0 {
                    let _ = stream.write_all(answer.as_bytes());
                }
            });
        }
    });
    url
}

fn http(status: u16, headers: &str, body: &str) -> String {
    format!(
        "http://{}",
        server(format!(
            "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    )
}

fn sandbox(tls: bool) -> Sandbox {
    Sandbox::start(Options { tls, ..Options::default() }).unwrap()
}

#[test]
fn all_is_well_in_the_sandbox_and_nothing_is_sent() {
    let sandbox = sandbox(false);
    let diagnosis = builder(sandbox.url()).diagnose();
    assert!(diagnosis.ok(), "{diagnosis:#?}");
    let names: Vec<_> = diagnosis.checks.iter().map(|check| (check.name, check.state)).collect();
    let ok = |name| (name, CheckState::Ok);
    let all = ["name", "connection", "proxy", "tls", "server", "clock", "credentials"];
    assert_eq!(names, all.map(ok));
    assert!(sandbox.messages().is_empty());
}

#[test]
fn tls_shows_its_certificate() {
    let sandbox = sandbox(true);
    let diagnosis = builder(sandbox.url()).ca_bundle(sandbox.ca_bundle().unwrap()).diagnose();
    assert!(diagnosis.ok(), "{diagnosis:#?}");
    let tls = diagnosis.checks.iter().find(|check| check.name == "tls").unwrap();
    assert!(tls.found.starts_with("TLS 1.3, certificate from ") && tls.found.contains("valid until "), "{tls:?}");
    let names: Vec<_> = tls.details.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["subject", "issuer", "not_before", "not_after"]);
    let said: Vec<_> = tls.details.iter().take(2).map(|(_, text)| text.as_str()).collect();
    assert_eq!(said, ["CN=smsbat sandbox", "CN=smsbat sandbox authority"]);

    let diagnosis = builder(sandbox.url()).diagnose();
    only(&diagnosis, "tls", "certificate is not trusted", "set ca_bundle to it");
    assert!(failed(&diagnosis)[0].1.contains("certificate from "), "{diagnosis:#?}");
}

#[test]
fn a_wrong_key_and_no_key() {
    let sandbox = sandbox(false);
    let diagnosis = builder(sandbox.url()).api_key("wrong-canary").diagnose();
    only(&diagnosis, "credentials", "does not accept them (HTTP 401)", "Copy the key again");
    assert!(!format!("{diagnosis:?}").contains("wrong-canary"));
    let none = Client::builder().base_url(sandbox.url()).ignore_environment().diagnose();
    only(&none, "credentials", "no credentials", "Set SMSBAT_API_KEY");
    sandbox.reply_next(PlannedReply { status: 403, ..PlannedReply::default() }).unwrap();
    only(&builder(sandbox.url()).diagnose(), "credentials", "HTTP 403", "allowed IP addresses");
    sandbox.reply_next(PlannedReply { status: 503, ..PlannedReply::default() }).unwrap();
    only(&builder(sandbox.url()).diagnose(), "server", "HTTP 503", "The provider's server failed");
}

#[test]
fn the_hub_is_checked_if_it_is_used() {
    let sandbox = sandbox(false);
    let token = builder(sandbox.url()).build().unwrap().chathub().login("test-user", "test-password").unwrap();
    let diagnosis = builder(sandbox.url()).company_token(token).diagnose();
    assert!(diagnosis.ok() && diagnosis.checks.len() == 14, "{diagnosis:#?}");
    let only_hub = Client::builder().company_token("wrong").base_url(sandbox.url()).ignore_environment().diagnose();
    only(&only_hub, "credentials", "HTTP 401", "chathub login");
    let cascade = Client::builder().viber_bot_token("t").base_url(sandbox.url()).ignore_environment().diagnose();
    assert!(cascade.ok() && cascade.checks[6].state == CheckState::Skipped, "{cascade:#?}");
}

#[test]
fn a_host_that_cannot_be_reached() {
    let url = format!("http://{}", common::nobody_there());
    only(&builder(&url).diagnose(), "connection", "refused", "start `smsbat sandbox`");
    let unknown = builder("https://smsbat.invalid").diagnose();
    only(&unknown, "name", "could not be resolved", "getent hosts smsbat.invalid");
}

#[test]
fn a_server_that_is_no_api() {
    only(&builder(&http(302, "Location: https://example.org/\r\n", "")).diagnose(), "server", "a redirect", "base_url");
    let silent = server(String::new());
    only(&builder(&format!("https://{silent}")).diagnose(), "tls", "", "does not speak TLS");
    let broken = builder(&format!("http://{silent}")).diagnose();
    only(&broken, "server", "", "Run the command again");
}

#[test]
fn a_clock_that_is_off() {
    for (date, side) in [
        ("Tue, 15 Nov 1994 08:12:31 GMT", "ahead of the server"),
        ("Fri, 15 Nov 2999 08:12:31 GMT", "behind the server"),
    ] {
        let url = http(404, &format!("Date: {date}\r\n"), "{}");
        only(&builder(&url).diagnose(), "clock", side, "Set the clock of this machine");
    }
    let none = builder(&http(404, "", "{}")).diagnose();
    assert!(none.ok(), "{none:#?}");
    // The page of another server.
    only(
        &builder(&http(200, "", "<html>")).diagnose(),
        "credentials",
        "unexpected",
        "of the API and not of a web page",
    );
}

#[test]
fn a_proxy_that_refuses() {
    let proxy = server("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n".to_owned());
    let secret = format!("http://canary-user:canary-password@{proxy}");
    let diagnosis = builder("https://api.smsbat.invalid").proxy(secret).diagnose();
    only(&diagnosis, "proxy", &proxy, "allow CONNECT to api.smsbat.invalid");
    assert!(!format!("{diagnosis:?}").contains("canary"), "{diagnosis:#?}");
    let shown = diagnosis.settings.iter().find(|origin| origin.name == "proxy").unwrap();
    assert_eq!((shown.value.as_str(), shown.from.as_str()), (proxy.as_str(), "argument"));
    let nobody = builder("https://api.smsbat.invalid").proxy("http://proxy.invalid:3128").diagnose();
    only(&nobody, "name", "could not be resolved", "the proxy's URL");
}

#[test]
fn settings_have_their_sources_and_no_secret() {
    let diagnosis = builder("http://127.0.0.1:9").username("canary-name").diagnose();
    only(&diagnosis, "settings", "both set", "Correct the setting");
    let find = |name| diagnosis.settings.iter().find(|o| o.name == name).map(|o| (o.value.as_str(), o.from.as_str()));
    assert_eq!(find("api_key"), Some(("*** (15 characters)", "argument")));
    assert_eq!(find("username"), Some(("***", "argument")));
    assert_eq!(find("base_url"), Some(("http://127.0.0.1:9", "argument")));
    assert_eq!(find("max_retries"), Some(("2", "default")));
    assert_eq!(find("password"), None);
}

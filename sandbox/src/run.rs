//! A sandbox in a process of its own: the command `smsbat sandbox`.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::json;
use tokio::sync::oneshot;

use crate::app::App;
use crate::error::Error;
use crate::options::{Options, RunOptions};
use crate::provider::common::credentials::TEST_KEY;
use crate::server::Server;
use crate::tls::CaFile;

/// Time for open requests to finish when the process is told to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Interval between checks of the parent process.
#[cfg(unix)]
const PARENT_INTERVAL: Duration = Duration::from_millis(250);

/// Runs a sandbox until SIGINT or SIGTERM. With [`RunOptions::exit_with_stdin`], also until standard input or the
/// parent process ends.
///
/// Writes one ready line to standard output as soon as the sandbox answers requests.
///
/// # Errors
/// As [`Sandbox::start`](crate::Sandbox::start), and when the ready line cannot be written.
pub fn run(options: Options, run: RunOptions) -> Result<(), Error> {
    let parent = run.exit_with_stdin.then(parent_end);
    let mut server = Server::bind(&options)?;
    // Held until the end, because dropping it removes the file.
    let ca = server.take_ca();
    let line = ready_line(server.app().url(), ca.as_ref(), run.json);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let problems = problems(server.app().clone());
    runtime.block_on(async {
        let signal = signal()?;
        let input = run.exit_with_stdin.then(input_end).transpose()?;
        let mut out = io::stdout();
        writeln!(out, "{line}")?;
        out.flush()?;
        if let Some(warning) = warning(&options, server.app().url()) {
            // Standard error may be closed.
            let _ = writeln!(io::stderr(), "smsbat sandbox: {warning}");
        }
        if let (Some(report), Some(url)) = (server.app().report(), &options.compare) {
            let _ = writeln!(io::stderr(), "smsbat sandbox: passing calls on to {url}; messages are really sent there");
            report.print();
        }
        if run.open {
            open(server.app().url());
        }
        let stop = async {
            tokio::select! {
                () = signal => {}
                () = end_of(input) => {}
                () = problems => {}
                () = end_of(parent) => {}
            }
        };
        server.serve(GRACE, stop).await
    })
}

/// Writes a line to standard error when saving to the store file fails, and when it works again.
async fn problems(app: App) {
    let Some(journal) = app.journal() else { return std::future::pending().await };
    let (mut problem, path) = (journal.problem(), journal.path().display());
    while let Ok(()) = problem.changed().await {
        let line = match &*problem.borrow_and_update() {
            Some(reason) => format!("cannot save to {path}: {reason}; keeping changes in memory and trying again"),
            None => format!("saving to {path} works again; no change was lost"),
        };
        // Standard error may be closed; `GET /_sandbox/health` tells the same.
        let _ = writeln!(io::stderr(), "smsbat sandbox: {line}");
    }
    std::future::pending().await
}

fn ready_line(url: &str, ca: Option<&CaFile>, as_json: bool) -> String {
    if as_json {
        let ca = ca.map(CaFile::path);
        return json!({"ready": true, "url": url, "chathub_url": url, "ca_bundle": ca, "pid": std::process::id()})
            .to_string();
    }
    let ca = ca.map(|ca| format!(", CA bundle: {}", ca.path().display())).unwrap_or_default();
    format!("smsbat sandbox ready at {url} (API key: {TEST_KEY}{ca})")
}

/// Returns a warning if other machines can reach the sandbox.
fn warning(options: &Options, url: &str) -> Option<String> {
    if options.host.is_loopback() {
        return None;
    }
    let port = url.rsplit(':').next().unwrap_or_default();
    let (address, hosts) = (options.host, options.allow_hosts.join(", "));
    Some(format!(
        "open to other machines on {address}, port {port}, under the hosts {hosts}: everybody who can reach it can read \
         and send; use test data only"
    ))
}

/// Opens a URL in the browser.
fn open(url: &str) {
    let command: &[&str] = match std::env::consts::OS {
        "macos" => &["open"],
        "windows" => &["rundll32", "url.dll,FileProtocolHandler"],
        _ => &["xdg-open"],
    };
    let browser =
        Command::new(command[0]).args(&command[1..]).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    if let Err(problem) = browser {
        let _ = writeln!(io::stderr(), "smsbat sandbox: cannot open the page with {}: {problem}", command[0]);
    }
}

/// Ends with the future, or never if there is none.
async fn end_of<T>(future: Option<impl Future<Output = T>>) {
    match future {
        Some(future) => drop(future.await),
        None => std::future::pending().await,
    }
}

/// Ends when standard input does. Uses a thread, because a read from a terminal cannot be canceled.
fn input_end() -> io::Result<oneshot::Receiver<()>> {
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new().name("smsbat-sandbox-stdin".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        let mut buffer = [0; 1024];
        loop {
            match input.read(&mut buffer) {
                Ok(0) => break,
                Err(e) if e.kind() != io::ErrorKind::Interrupted => break,
                _ => {}
            }
        }
        let _ = sender.send(());
    })?;
    Ok(receiver)
}

/// Ends with the parent process. Standard input alone is not enough: a child that the parent forked
/// holds its other end open.
#[cfg(unix)]
fn parent_end() -> impl Future<Output = ()> {
    use std::os::unix::process::parent_id;
    let parent = parent_id();
    async move {
        while parent_id() == parent {
            tokio::time::sleep(PARENT_INTERVAL).await;
        }
    }
}

/// Never ends: only Unix forks.
#[cfg(not(unix))]
fn parent_end() -> impl Future<Output = ()> {
    std::future::pending()
}

/// Ends with SIGINT or SIGTERM.
#[cfg(unix)]
pub(crate) fn signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends with Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

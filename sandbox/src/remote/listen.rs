//! `smsbat listen`: receives what a sandbox sends to its webhook URL, prints it, and hands it on.

use std::convert::Infallible;
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::calls::Remote;
use super::client::Client;
use crate::error::Error;
use crate::run::signal;

/// Time limit for the program that events are handed on to. The sandbox waits 5 seconds.
const FORWARD_TIMEOUT: Duration = Duration::from_millis(4_500);
/// Largest body of an event.
const MAX_BODY: usize = 1 << 20;
/// Interval between checks of the sandbox.
const HEALTH_INTERVAL: Duration = Duration::from_secs(1);

/// Options of [`listen`].
#[derive(Debug, Clone, Default)]
pub struct ListenOptions {
    /// URL of the sandbox, on this machine.
    pub sandbox: String,
    /// PEM file to trust, if the sandbox serves HTTPS.
    pub ca_bundle: Option<PathBuf>,
    /// URL on this machine to which each event is handed on; its status is the answer to the sandbox. Default: none, and
    /// the answer is 200 for an event that was printed.
    pub forward_to: Option<String>,
    /// Print each event as a JSON line. Default false.
    pub json: bool,
}

/// Takes the place of a sandbox's webhook URL until SIGINT or SIGTERM, and prints each event that arrives. Then the webhook
/// URLs are as before.
///
/// # Errors
/// [`Error::Option`] if a URL is not on this machine, [`Error::Unhealthy`] if no sandbox answers, or if it ends,
/// [`Error::Output`] if an event cannot be printed.
pub fn listen(options: &ListenOptions) -> Result<(), Error> {
    let remote = Remote::new(&options.sandbox, options.ca_bundle.as_deref())?;
    if !remote.client.is_loopback() {
        return Err(Error::Option("the sandbox (--sandbox) must be on this machine, to call back".to_owned()));
    }
    let forward = options.forward_to.as_deref().map(forward_client).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let stop = signal()?;
        let before = remote.call(Method::GET, "/_sandbox/webhooks", None).await?["urls"].clone();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let path = secret_path()?;
        let url = format!("http://{}{path}", listener.local_addr()?);
        let set = remote.call(Method::POST, "/_sandbox/webhooks", Some(json!({"url": url}))).await?;
        let to = options.forward_to.as_deref().map(|to| format!(", handing on to {to}")).unwrap_or_default();
        let _ = writeln!(io::stderr(), "smsbat: listening to the sandbox at {}{to}; Ctrl-C ends", options.sandbox);
        let (failed, mut failures) = mpsc::unbounded_channel();
        let sink = Arc::new(Sink { forward, as_json: options.json, failed });
        let unwritten = tokio::select! {
            () = stop => None,
            () = serve(listener, path, sink) => None,
            failure = failures.recv() => failure,
            error = end_of(&remote) => return Err(error),
        };
        // The sandbox may have ended before.
        let restored = remote.call(Method::POST, "/_sandbox/webhooks", Some(json!({"urls": before}))).await;
        let dropped = |webhooks: &Value| webhooks["dropped"].as_u64().unwrap_or_default();
        let lost = restored.map_or(0, |restored| dropped(&restored).saturating_sub(dropped(&set)));
        if lost > 0 {
            let _ = writeln!(io::stderr(), "smsbat: {lost} events were not taken; the sandbox dropped them");
        }
        unwritten.map_or(Ok(()), |why| Err(Error::Output(why)))
    })
}

/// A path that only the sandbox knows: a page in a browser reaches the port, too, and would send events of its own.
fn secret_path() -> Result<String, Error> {
    let random = || getrandom::u64().map_err(|e| Error::System(io::Error::other(e.to_string())));
    Ok(format!("/{:016x}{:016x}", random()?, random()?))
}

/// Ends when the sandbox does not answer, with the error that says so.
async fn end_of(remote: &Remote) -> Error {
    loop {
        tokio::time::sleep(HEALTH_INTERVAL).await;
        if let Err(error) = remote.call(Method::GET, "/_sandbox/health", None).await {
            return error;
        }
    }
}

fn forward_client(url: &str) -> Result<Client, Error> {
    let option = "the URL to hand on to (--forward-to)";
    let client = Client::new(option, url, None, FORWARD_TIMEOUT)?;
    if client.is_loopback() && client.is_plain() {
        return Ok(client);
    }
    Err(Error::Option(format!("{option} must be http on this machine, such as http://127.0.0.1:8080/hook")))
}

/// Destinations of each event, and its format.
struct Sink {
    forward: Option<Client>,
    as_json: bool,
    /// Takes the error of an event that could not be printed.
    failed: mpsc::UnboundedSender<io::Error>,
}

async fn serve(listener: TcpListener, path: String, sink: Arc<Sink>) {
    let path: Arc<str> = path.into();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (sink, path) = (Arc::clone(&sink), Arc::clone(&path));
        let service = service_fn(move |request: Request<Incoming>| {
            let (sink, path) = (Arc::clone(&sink), Arc::clone(&path));
            async move {
                let is_event = request.method() == Method::POST && request.uri().path() == &*path;
                Ok::<_, Infallible>(match is_event {
                    true => event(request, &sink).await,
                    false => answer(StatusCode::NOT_FOUND),
                })
            }
        });
        tokio::spawn(async move { http1::Builder::new().serve_connection(TokioIo::new(stream), service).await });
    }
}

fn answer(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

/// Prints an event and hands it on.
async fn event(request: Request<Incoming>, sink: &Sink) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else { return answer(StatusCode::BAD_REQUEST) };
    let body = body.to_bytes();
    let began = Instant::now();
    let forwarded = match &sink.forward {
        None => None,
        Some(client) => {
            let mut headers = head.headers;
            [HOST, CONTENT_LENGTH, TRANSFER_ENCODING].iter().for_each(|name| drop(headers.remove(name)));
            Some(client.send(Method::POST, "", headers, body.clone()).await.map(|answer| answer.status))
        }
    };
    let event: Value = serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into());
    let line = line(&event, forwarded.as_ref(), began.elapsed(), sink.as_json);
    let written = writeln!(io::stdout(), "{line}").and_then(|()| io::stdout().flush());
    let printed = written.is_ok();
    if let Err(why) = written {
        let _ = sink.failed.send(why);
    }
    match forwarded {
        None if printed => answer(StatusCode::OK),
        None => answer(StatusCode::SERVICE_UNAVAILABLE),
        // The program behind has the event. With another answer than its own, the sandbox would send it again.
        Some(Ok(status)) => answer(status),
        Some(Err(_)) => answer(StatusCode::BAD_GATEWAY),
    }
}

fn line(event: &Value, forwarded: Option<&io::Result<StatusCode>>, took: Duration, as_json: bool) -> String {
    let kind = if event.get("deliverystatus").is_some() { "status" } else { "incoming" };
    let status = forwarded.and_then(|result| result.as_ref().ok()).map(StatusCode::as_u16);
    let problem = forwarded.and_then(|result| result.as_ref().err()).map(ToString::to_string);
    let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if as_json {
        let forwarded = forwarded.map(|_| json!({"status": status, "error": problem, "milliseconds": took}));
        return json!({"kind": kind, "event": event, "forwarded": forwarded}).to_string();
    }
    // The sandbox's, but its rules and calls choose the words; a terminal must not follow them.
    let field = |name: &str| event[name].as_str().unwrap_or("?").escape_debug();
    let shown = match kind {
        "status" => format!("{} {}", field("messageId"), field("deliverystatus")),
        _ => format!("{} to {}: \"{}\"", field("phoneNumber"), field("alphaName"), field("text")),
    };
    let answer = match (status, problem) {
        (Some(status), _) => format!(" -> {status} in {took} ms"),
        (None, Some(problem)) => format!(" -> {problem}"),
        (None, None) => String::new(),
    };
    format!("{kind} {shown}{answer}")
}

//! The web page: a live inbox, the stage, ChatHub, webhooks, and the provider's API with forms to try it.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::header::{X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::guard::RESOURCE_POLICY;

/// Only our own files, no inline script or style, no frame but for the origins of the options.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The API viewer needs inline styles and data images.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                           img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const YAML: &str = "application/yaml; charset=utf-8";

/// Every file: name, media type, content.
const FILES: &[(&str, &str, &[u8])] = &[
    ("app.css", CSS, include_bytes!("app.css")),
    ("preview.css", CSS, smsbat_core::preview::STYLE.as_bytes()),
    ("app.js", SCRIPT, include_bytes!("app.js")),
    ("clock.js", SCRIPT, include_bytes!("clock.js")),
    ("dom.js", SCRIPT, include_bytes!("dom.js")),
    ("requests.js", SCRIPT, include_bytes!("requests.js")),
    ("inbox.js", SCRIPT, include_bytes!("inbox.js")),
    ("conversation.js", SCRIPT, include_bytes!("conversation.js")),
    ("trace.js", SCRIPT, include_bytes!("trace.js")),
    ("welcome.js", SCRIPT, include_bytes!("welcome.js")),
    ("icons.js", SCRIPT, include_bytes!("icons.js")),
    ("settings.js", SCRIPT, include_bytes!("settings.js")),
    ("stage.js", SCRIPT, include_bytes!("stage.js")),
    ("chathub.js", SCRIPT, include_bytes!("chathub.js")),
    ("webhooks.js", SCRIPT, include_bytes!("webhooks.js")),
    ("fidelity.js", SCRIPT, include_bytes!("fidelity.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("icon.svg")),
    ("docs.js", SCRIPT, include_bytes!("docs.js")),
    ("conditions.js", SCRIPT, include_bytes!("conditions.js")),
    ("docs.css", CSS, include_bytes!("docs.css")),
    ("provider.yaml", YAML, PROVIDER.as_bytes()),
    ("sandbox.yaml", YAML, DESCRIPTION.as_bytes()),
];

/// OpenAPI Explorer as published, compressed: the API viewer.
const VIEWER: &[u8] = include_bytes!("openapi-explorer/openapi-explorer.min.js.gz");

/// OpenAPI document of the provider's APIs.
pub(crate) const PROVIDER: &str = include_str!("provider.yaml");
/// OpenAPI document of the control API.
pub(crate) const DESCRIPTION: &str = include_str!("sandbox.yaml");

/// `/`, `/docs` and their files.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(inbox))
        .route("/docs", get(async || file(HTML, include_bytes!("docs.html"), DOCS_POLICY)))
        .route("/_page/{name}", get(async |Path(name): Path<String>| named(&name)))
}

/// The inbox, in a frame of the origins that the options allow.
async fn inbox(app: App) -> Response {
    let mut response = file(HTML, include_bytes!("index.html"), POLICY);
    let origins = app.options().frame_origins.join(" ");
    let policy = POLICY.replace("frame-ancestors 'none'", &format!("frame-ancestors {origins}"));
    if let Some(policy) = HeaderValue::try_from(policy).ok().filter(|_| !origins.is_empty()) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        response.headers_mut().remove(X_FRAME_OPTIONS);
    }
    response
}

fn named(name: &str) -> Response {
    if name == "openapi-explorer.min.js" {
        let mut response = file(SCRIPT, VIEWER, POLICY);
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return response;
    }
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, media_type, content)) => file(media_type, content, POLICY),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn file(media_type: &'static str, content: &'static [u8], policy: &'static str) -> Response {
    let headers: [(HeaderName, &'static str); 7] = [
        (CONTENT_TYPE, media_type),
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (RESOURCE_POLICY, "same-origin"),
        // The next version of the sandbox may run at the same address.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, content).into_response()
}

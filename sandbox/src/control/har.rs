//! Requests as an HTTP archive (HAR 1.2), which browsers and other tools import.

use serde_json::{Value, json};

use crate::requests::LoggedRequest;

/// Writes the archive, with credentials masked.
pub(super) fn archive(requests: &[&LoggedRequest], origin: &str) -> Value {
    let creator = json!({"name": "smsbat sandbox", "version": env!("CARGO_PKG_VERSION")});
    let entries: Vec<Value> = requests.iter().map(|request| entry(request, origin)).collect();
    json!({"log": {"version": "1.2", "creator": creator, "entries": entries}})
}

fn entry(request: &LoggedRequest, origin: &str) -> Value {
    let view = json!(request.view(false));
    let took = request.delay.as_secs_f64() * 1000.0;
    let query = view["query"].as_str().unwrap_or_default();
    let path = request.uri.path();
    let url = if query.is_empty() { format!("{origin}{path}") } else { format!("{origin}{path}?{query}") };
    let pairs: Vec<Value> =
        form_urlencoded::parse(query.as_bytes()).map(|(n, v)| json!({"name": n, "value": v})).collect();
    let media_type = |headers: &str| view[headers]["content-type"].as_str().unwrap_or_default().to_owned();
    let mut sent = json!({
        "method": request.method.as_str(),
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&view["headers"]),
        "queryString": pairs,
        "headersSize": -1,
        "bodySize": request.body.len(),
    });
    if !request.body.is_empty() {
        sent["postData"] = json!({"mimeType": media_type("headers"), "text": view["body"]});
    }
    json!({
        "startedDateTime": view["at"],
        "time": took,
        "request": sent,
        "response": {
            "status": request.status,
            "statusText": axum::http::StatusCode::from_u16(request.status)
                .ok().and_then(|status| status.canonical_reason()).unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": headers(&view["response_headers"]),
            "content": {
                "size": request.answer.len(),
                "mimeType": media_type("response_headers"),
                "text": view["response_body"],
            },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": request.answer.len(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
    })
}

fn headers(headers: &Value) -> Vec<Value> {
    let pairs = headers.as_object().into_iter().flatten();
    pairs.map(|(name, value)| json!({"name": name, "value": value})).collect()
}

//! `smsbat doctor`.

use serde_json::{Map, Value, json};
use smsbat_core::doctor::{Check, CheckState, Diagnosis};

use crate::arguments::ClientArguments;
use crate::exit::{DONE, REFUSED};
use crate::messages::builder;
use crate::output::{Output, clean};

pub(crate) fn run(arguments: &ClientArguments, output: &Output) -> u8 {
    let diagnosis = match builder(arguments) {
        Ok(builder) => builder.diagnose(),
        Err(error) => return output.error(&error),
    };
    let code = if diagnosis.ok() { DONE } else { REFUSED };
    output.finish(&text(&diagnosis), &value(&diagnosis), code)
}

fn text(diagnosis: &Diagnosis) -> String {
    let mut lines = Vec::new();
    // Defaults are in the documentation, except where the requests go.
    for setting in diagnosis.settings.iter().filter(|s| s.from != "default" || s.name == "base_url") {
        lines.push(format!("{:<22} {}  ({})", setting.name, clean(&setting.value, false), clean(&setting.from, false)));
    }
    let mut host = None;
    for check in &diagnosis.checks {
        if host != check.host.as_ref() || lines.is_empty() {
            lines.push(String::new());
            host = check.host.as_ref();
            lines.extend(host.map(|host| clean(host, false)));
        }
        lines.push(format!("  {:<7} {:<12} {}", check.state.as_str(), check.name, clean(&check.found, false)));
        lines.extend(check.next.as_ref().map(|next| format!("          next: {}", clean(next, false))));
    }
    let failed = diagnosis.checks.iter().filter(|check| check.state == CheckState::Failed).count();
    lines.push(String::new());
    lines.push(match failed {
        0 => "All is well. No message was sent.".to_owned(),
        1 => "One check failed. No message was sent.".to_owned(),
        n => format!("{n} checks failed. No message was sent."),
    });
    lines.join("\n")
}

fn value(diagnosis: &Diagnosis) -> Value {
    let settings = diagnosis.settings.iter().map(|s| json!({"name": s.name, "value": s.value, "from": s.from}));
    json!({
        "ok": diagnosis.ok(),
        "settings": settings.collect::<Vec<_>>(),
        "checks": diagnosis.checks.iter().map(check_value).collect::<Vec<_>>(),
    })
}

fn check_value(check: &Check) -> Value {
    let mut details = Map::new();
    details.extend(check.details.iter().map(|(name, text)| ((*name).to_owned(), json!(text))));
    json!({
        "name": check.name,
        "host": check.host,
        "state": check.state.as_str(),
        "found": check.found,
        "next": check.next,
        "details": details,
        "seconds": check.duration.as_secs_f64(),
    })
}

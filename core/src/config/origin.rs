//! The source of each setting's value, for `doctor`.

use crate::config::levels::{CREDENTIALS, Levels, Sources, variable};
use crate::config::settings::{SETTINGS, Setting};
use crate::credentials::Secret;
use crate::http::{BaseUrl, proxy};

/// A setting that has a value, and its source. The value is masked if it may be secret or personal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// Name of the setting.
    pub name: &'static str,
    /// Value, or `***`.
    pub value: String,
    /// Source: `argument`, a variable of the environment such as `SMSBAT_API_KEY`, `profile` and its name, `base_url` for a
    /// `chathub_url` that follows it, or `default`.
    pub from: String,
}

/// Returns a value without what is secret or personal in it.
fn shown(setting: &Setting, value: &str) -> String {
    match setting.name {
        "proxy" => match proxy::parse(value, "proxy") {
            Ok(proxy) => format!("{}:{}", proxy.host(), proxy.port()),
            Err(_) => "***".to_owned(),
        },
        "base_url" | "chathub_url" if BaseUrl::parse(value).is_err() => "***".to_owned(),
        "username" | "messagio_user" => "***".to_owned(),
        _ if setting.secret => format!("*** ({} characters)", value.chars().count()),
        _ => value.to_owned(),
    }
}

/// Returns `base_url` if it applies to ChatHub, too.
fn local_base(levels: &Levels<'_>) -> Option<(Secret, String)> {
    let (url, _) = levels.get("base_url")?;
    BaseUrl::parse(url.expose()).is_ok_and(|base| base.loopback).then(|| (url, "base_url".to_owned()))
}

/// Returns the settings that have a value, and the source of each.
pub(crate) fn origins(sources: Sources<'_>) -> Vec<Origin> {
    // `resolve` reports what is wrong with the profile.
    let levels = Levels::readable(sources);
    let profile = levels.get("profile");
    let table = profile.map_or_else(String::new, |(name, _)| format!("profile {}", name.expose()));
    let level = levels.of_credentials();
    let found = SETTINGS.iter().filter_map(|setting| {
        let argument = || "argument".to_owned();
        let path = levels.sources.ca_bundle.filter(|_| setting.name == "ca_bundle");
        let path = path.map(|path| (Secret::new(path.to_string_lossy()), argument()));
        let places = [argument(), variable(setting.name), table.clone()];
        let mut given = levels.all(setting.name).into_iter().zip(places);
        let given = match level.filter(|_| CREDENTIALS.contains(&setting.name)) {
            Some(level) => given.nth(level).and_then(|(value, from)| Some((value?, from))),
            None => given.find_map(|(value, from)| Some((value?, from))),
        };
        let base = || (setting.name == "chathub_url").then(|| local_base(&levels)).flatten();
        let (value, from) = path
            .or(given)
            .or_else(base)
            .or_else(|| (!setting.default.is_empty()).then(|| (Secret::new(setting.default), "default".to_owned())))?;
        let value = crate::shown::line(shown(setting, value.expose()));
        Some(Origin { name: setting.name, value, from })
    });
    found.collect()
}

//! Values of the settings at each level: argument, environment, profile; and the default.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use crate::config::profile;
use crate::config::settings::SETTINGS;
use crate::credentials::Secret;
use crate::error::Error;
use crate::time::LONGEST_TIME;

/// Sources of the values. Tests replace those of the process.
pub(crate) struct Sources<'a> {
    pub(crate) arguments: &'a HashMap<&'static str, Secret>,
    /// `ca_bundle`, if it was given as a path.
    pub(crate) ca_bundle: Option<&'a Path>,
    pub(crate) environment: &'a dyn Fn(&str) -> Option<String>,
}

/// Settings that are taken from one level as a whole.
pub(super) const CREDENTIALS: [&str; 3] = ["api_key", "username", "password"];

/// The values of all levels.
pub(super) struct Levels<'a> {
    pub(super) sources: Sources<'a>,
    profile: HashMap<String, Secret>,
}

impl<'a> Levels<'a> {
    /// Reads the profile, too, if one is named.
    pub(super) fn of(sources: Sources<'a>) -> Result<Self, Error> {
        let levels = Self { sources, profile: HashMap::new() };
        Ok(Self { profile: levels.read_profile()?, ..levels })
    }

    /// Leaves out a profile that cannot be read.
    #[cfg(feature = "doctor")]
    pub(super) fn readable(sources: Sources<'a>) -> Self {
        let levels = Self { sources, profile: HashMap::new() };
        Self { profile: levels.read_profile().unwrap_or_default(), ..levels }
    }

    fn read_profile(&self) -> Result<HashMap<String, Secret>, Error> {
        let Some((profile, from)) = self.get("profile") else { return Ok(HashMap::new()) };
        profile::read(profile.expose(), &from, self.sources.environment)
    }

    /// Returns the value of each level, in order of precedence.
    pub(super) fn all(&self, name: &str) -> [Option<Secret>; 3] {
        let environment = (self.sources.environment)(&variable(name)).map(Secret::new);
        [self.sources.arguments.get(name).cloned(), environment, self.profile.get(name).cloned()]
    }

    /// Returns the first level that has any of the credentials, which are taken from it as a whole.
    pub(super) fn of_credentials(&self) -> Option<usize> {
        CREDENTIALS.iter().filter_map(|name| self.all(name).iter().position(Option::is_some)).min()
    }

    /// Returns a value and a description of its source.
    pub(super) fn get(&self, name: &str) -> Option<(Secret, String)> {
        self.all(name).into_iter().zip(places(name)).find_map(|(value, from)| Some((value?, from)))
    }

    pub(super) fn or_default(&self, name: &str) -> (Secret, String) {
        self.get(name).unwrap_or_else(|| {
            let default = SETTINGS.iter().find(|s| s.name == name).map_or("", |s| s.default);
            (Secret::new(default), name.to_owned())
        })
    }

    pub(super) fn secret(&self, name: &str) -> Result<Option<Secret>, Error> {
        let Some((secret, from)) = self.get(name) else { return Ok(None) };
        secret.check(&from)?;
        Ok(Some(secret))
    }

    pub(super) fn seconds(&self, name: &str) -> Result<Duration, Error> {
        let (text, from) = self.or_default(name);
        parse_seconds(text.expose()).ok_or_else(|| {
            Error::configuration(format!(
                "{from} must be a number of seconds above 0 and at most 86400 (no wait is unlimited)"
            ))
        })
    }

    pub(super) fn whole(&self, name: &str, range: RangeInclusive<u64>) -> Result<u64, Error> {
        let (text, from) = self.or_default(name);
        text.expose().trim().parse::<u64>().ok().filter(|n| range.contains(n)).ok_or_else(|| {
            let (least, most) = range.into_inner();
            Error::configuration(format!("{from} must be a whole number from {least} to {most}"))
        })
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Error> {
        let (text, from) = self.or_default(name);
        match text.expose() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(Error::configuration(format!("{from} must be true or false"))),
        }
    }
}

/// Describes the source of a setting at each level.
pub(super) fn places(name: &str) -> [String; 3] {
    [name.to_owned(), variable(name), format!("{name} (profile)")]
}

/// Returns the environment variable of a setting.
pub(super) fn variable(name: &str) -> String {
    format!("SMSBAT_{}", name.to_ascii_uppercase())
}

/// Parses a number of seconds with an optional fraction: above 0, at most a day.
pub(crate) fn parse_seconds(text: &str) -> Option<Duration> {
    let seconds = text.trim().parse::<f64>().ok().filter(|s| *s > 0.0 && *s <= LONGEST_TIME.as_secs_f64())?;
    // Less than a nanosecond is none.
    Some(Duration::from_secs_f64(seconds)).filter(|time| !time.is_zero())
}

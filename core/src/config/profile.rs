//! The file with profiles, `smsbat/config.toml` in the folder for the configuration of programs.

use std::collections::HashMap;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::config::settings::SETTINGS;
use crate::credentials::Secret;
use crate::error::Error;
use crate::whole_file;

/// Returns the folder for the configuration of programs. On Windows, it is that of the roaming profile.
fn config_folder(environment: &dyn Fn(&str) -> Option<String>, windows: bool) -> Result<PathBuf, &'static str> {
    let folder = |name: &str| environment(name).map(PathBuf::from);
    let own = || if windows { folder("APPDATA") } else { None };
    let home = || folder("HOME").map(|home| home.join(".config"));
    folder("XDG_CONFIG_HOME").or_else(own).or_else(home).ok_or(if windows {
        "none of XDG_CONFIG_HOME, APPDATA and HOME is set"
    } else {
        "neither XDG_CONFIG_HOME nor HOME is set"
    })
}

/// Most bytes of the file.
const LARGEST: u64 = 1 << 20;

/// Reads the values of a profile.
pub(super) fn read(
    profile: &str,
    from: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<HashMap<String, Secret>, Error> {
    let base =
        config_folder(environment, cfg!(windows)).map_err(|why| Error::configuration(format!("{from}: {why}")))?;
    let path = base.join("smsbat").join("config.toml");
    let refuse = |why: String| Error::configuration(format!("{from}: {}: {why}", path.display()));
    let bytes = whole_file::open(&path).and_then(|file| whole_file::read(&file, LARGEST));
    let bytes = Zeroizing::new(bytes.map_err(|e| refuse(format!("cannot be read: {}", crate::os_text::why(&e))))?);
    let text = crate::text_file::read(&bytes).map_err(|why| refuse(why.to_owned()))?;
    // The parser's own error would repeat the line, which may contain a secret.
    let file: toml::Table = text.parse().map_err(|_| refuse("is not TOML".to_owned()))?;
    let Some(toml::Value::Table(table)) = file.get(profile) else {
        return Err(refuse(format!("has no table [{profile}]")));
    };
    let mut values = HashMap::new();
    for (key, value) in table {
        if !SETTINGS.iter().any(|s| s.name == key && key != "profile") {
            return Err(refuse(format!("[{profile}] has the unknown setting '{key}'")));
        }
        let value = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(number) => number.to_string(),
            toml::Value::Boolean(flag) => flag.to_string(),
            _ => return Err(refuse(format!("[{profile}] {key} must be a string, a number, true or false"))),
        };
        values.insert(key.clone(), Secret::new(value));
    }
    Ok(values)
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_where_the_system_keeps_settings() {
        for (windows, set, want) in [
            (false, vec![("HOME", "/home/ada"), ("APPDATA", "x")], Ok("/home/ada/.config")),
            (false, vec![("XDG_CONFIG_HOME", "/etc/xdg"), ("HOME", "/home/ada")], Ok("/etc/xdg")),
            (false, vec![("APPDATA", "x")], Err("HOME")),
            (true, vec![("APPDATA", "C:/Users/Ada/AppData/Roaming")], Ok("C:/Users/Ada/AppData/Roaming")),
            (true, vec![("HOME", "/c/Users/ada")], Ok("/c/Users/ada/.config")),
            (true, vec![("USERPROFILE", "C:/Users/Ada")], Err("APPDATA")),
        ] {
            let environment = |name: &str| set.iter().find(|(k, _)| *k == name).map(|(_, v)| (*v).to_owned());
            match (config_folder(&environment, windows), want) {
                (Ok(folder), Ok(want)) => assert_eq!(folder, PathBuf::from(want)),
                (Err(why), Err(want)) => assert!(why.contains(want), "{why}"),
                (have, want) => panic!("{have:?} instead of {want:?}"),
            }
        }
    }
}

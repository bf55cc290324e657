//! Options that are given as text, for languages and commands that pass names and values.

use encoding_rs::Encoding;

use super::options::BulkOptions;
use super::quiet_hours::QuietHours;
use crate::error::Error;
use crate::phone::PhoneRules;
use crate::rules::Rules;

/// Kind of an option's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BulkOptionKind {
    /// Any text, or a form of its own.
    Text,
    /// Path of a file.
    Path,
    /// A whole number of 0 or more.
    Count,
    /// `true` or `false`.
    Flag,
}

/// One option of a bulk send that can be given as text.
#[derive(Debug)]
pub struct BulkOption {
    /// Name in every language.
    pub name: &'static str,
    /// Kind of its text.
    pub kind: BulkOptionKind,
    /// Value when nothing is given; empty for none.
    pub default: &'static str,
    /// Documentation.
    pub doc: &'static str,
}

const fn option(name: &'static str, kind: BulkOptionKind, default: &'static str, doc: &'static str) -> BulkOption {
    BulkOption { name, kind, default, doc }
}

/// Every option that can be given as text, for languages and commands that pass names and values.
pub const BULK_OPTIONS: &[BulkOption] = {
    use BulkOptionKind::{Count, Flag, Path, Text};
    &[
        option("sender", Text, "", "Sender of rows that name none."),
        option("country", Text, "", "Country code of national numbers, such as `380`. Default: that of the client."),
        option(
            "template",
            Text,
            "",
            "Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace.",
        ),
        option("columns", Text, "", "Names of columns that differ from the argument's, as `to=phone, text=body`."),
        option(
            "encoding",
            Text,
            "",
            "Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.",
        ),
        option("journal", Path, "", "File that makes the campaign resumable; it is made if it is not there."),
        option(
            "chunk_size",
            Count,
            "1000",
            "Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.",
        ),
        option("chunk_bytes", Count, "4194304", "Bytes of the largest request body, 4096 to 67108864."),
        option("connections", Count, "8", "Requests under way at once, 1 to 64."),
        option("ordered", Flag, "false", "Has no effect: a report always has the order of the source."),
        option("allow_duplicates", Flag, "false", "Send to a recipient more than once."),
        option("max_messages", Count, "", "Most messages of the campaign; rows beyond it are not sent."),
        option(
            "max_parts",
            Count,
            "",
            "Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.",
        ),
        option(
            "max_parts_per_message",
            Text,
            "",
            "Most parts of one SMS, `none` for 255. Default: that of the client.",
        ),
        option(
            "allow_list",
            Text,
            "",
            "Recipients that may be sent to, with commas between them; all other rows are not sent.",
        ),
        option("stop_list", Path, "", "File of recipients that get no messages, one phone on each line."),
        option(
            "quiet_hours",
            Text,
            "",
            "Hours in which it waits: `21:00-08:00 Europe/Kyiv`; without a zone, those of each recipient.",
        ),
        option(
            "resend_unknown",
            Flag,
            "false",
            "Send again what may have been sent before, at the risk of sending it twice.",
        ),
        option("dry_run", Flag, "false", "Send nothing, and return what would be sent. A journal is only read."),
        option("max_failures", Count, "10", "Requests that fail one after another before the run is stopped."),
    ]
};

impl BulkOptions {
    /// Sets any option of [`BULK_OPTIONS`] by its name, as text.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if there is no such option or the value is not one of it.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "sender" => self.sender = Some(value.to_owned()),
            "template" => self.template = Some(value.into()),
            "columns" => {
                for pair in value.split(',').filter(|p| !p.trim().is_empty()) {
                    let Some((argument, column)) = pair.split_once('=') else {
                        let message = "must be like 'to=phone, text=body'; a column with a comma in its name cannot be named here";
                        return Err(Error::invalid(name, "form", message));
                    };
                    self.columns.push((argument.trim().to_owned(), column.trim().to_owned()));
                }
            }
            "encoding" => self.encoding = Some(encoding(value)?),
            "journal" => self.journal = Some(value.into()),
            "chunk_size" => self.chunk_size = number(name, value)?,
            "chunk_bytes" => self.chunk_bytes = number(name, value)?,
            "connections" => self.connections = number(name, value)?,
            "ordered" => self.ordered = flag(name, value)?,
            "allow_duplicates" => self.allow_duplicates = flag(name, value)?,
            "max_messages" => self.max_messages = Some(number(name, value)?),
            "max_parts" => self.max_parts = Some(number(name, value)?),
            "country" => {
                PhoneRules::new(Some(value), true).map_err(|e| Error::invalid(name, "country", e.to_string()))?;
                self.country = Some(value.to_owned());
            }
            "max_parts_per_message" => {
                if Rules::read_parts(value).is_none() {
                    return Err(Error::invalid(name, "range", Rules::PARTS));
                }
                self.max_parts_per_message = Some(match value.trim() {
                    "none" => None,
                    value => Some(number(name, value)?),
                });
            }
            "allow_list" => {
                self.allow(value.split(',').map(str::trim).filter(|phone| !phone.is_empty()).map(str::to_owned));
            }
            "stop_list" => self.stop_list.get_or_insert_default().add_file(value.into()),
            "quiet_hours" => self.quiet_hours = Some(QuietHours::parse(value)?),
            "resend_unknown" => self.resend_unknown = flag(name, value)?,
            "dry_run" => self.dry_run = flag(name, value)?,
            "max_failures" => self.max_failures = number(name, value)?,
            _ => {
                let names: Vec<_> = BULK_OPTIONS.iter().map(|o| o.name).collect();
                // Not the name that was given: who takes name and value for each other gives somebody's number.
                return Err(Error::invalid("name", "known", format!("is not one of: {}", names.join(", "))));
            }
        }
        self.check_range(name)
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Error> {
    value.trim().parse().map_err(|_| {
        let (least, most) = BulkOptions::range(name);
        Error::invalid(name, "number", format!("must be a whole number from {least} to {most}"))
    })
}

fn flag(name: &str, value: &str) -> Result<bool, Error> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(Error::invalid(name, "flag", "must be true or false")),
    }
}

/// Returns the encoding of a name.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if there is none of this name.
fn encoding(name: &str) -> Result<&'static Encoding, Error> {
    let label = name.trim().to_ascii_lowercase().replace('_', "-");
    // Names that Python has for what others know by one of the names that remain.
    let joined = label.replace('-', "");
    let label = match joined.as_str() {
        "utf8sig" => "utf-8",
        "utf16" => "utf-16",
        "utf16le" => "utf-16le",
        "utf16be" => "utf-16be",
        "latin1" => "latin1",
        "maccyrillic" => "x-mac-cyrillic",
        _ => &label,
    };
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let message = "must be the name of an encoding, such as utf-8, utf-16, windows-1251, koi8-u or latin1";
        Error::invalid("encoding", "known", message)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_option_and_the_defaults() {
        let mut options = BulkOptions::default();
        for option in BULK_OPTIONS {
            let value = match option.name {
                "columns" => "to=phone",
                "encoding" => "windows-1251",
                "allow_list" => "+380671234567",
                "quiet_hours" => "21:00-08:00+03:00",
                "max_messages" | "max_parts" | "max_parts_per_message" => "5",
                "country" => "380",
                _ => option.default,
            };
            assert!(options.set(option.name, value).is_ok(), "{}", option.name);
        }
        let defaults = BulkOptions::default();
        assert_eq!(
            (options.chunk_size, options.chunk_bytes, options.connections, options.max_failures),
            (defaults.chunk_size, defaults.chunk_bytes, defaults.connections, defaults.max_failures)
        );
        assert!(options.set("no_such", "1").is_err());
        for (name, value) in [
            ("chunk_size", "0"),
            ("chunk_size", "5001"),
            ("chunk_bytes", "4095"),
            ("connections", "0"),
            ("connections", "65"),
            ("max_failures", "0"),
            ("max_parts_per_message", "256"),
        ] {
            assert_eq!(options.set(name, value).unwrap_err().field(), Some(name), "{value}");
        }
        let comma = options.set("columns", "to=Phone, mobile").unwrap_err().to_string();
        assert!(comma.contains("a column with a comma in its name cannot be named here"), "{comma}");
        for option in BULK_OPTIONS {
            let takes = |options: &mut BulkOptions, text| options.set(option.name, text).is_ok();
            match option.kind {
                BulkOptionKind::Count => assert!(
                    !takes(&mut options, "-1")
                        && takes(&mut options, if option.default.is_empty() { "7" } else { option.default })
                ),
                BulkOptionKind::Flag => assert!(!takes(&mut options, "7") && takes(&mut options, "true")),
                BulkOptionKind::Text | BulkOptionKind::Path => {}
            }
        }
    }

    #[test]
    fn encodings_by_the_names_that_people_use() {
        for (name, expected) in [
            ("cp1251", "windows-1251"),
            ("Windows-1251", "windows-1251"),
            ("koi8_u", "KOI8-U"),
            ("cp866", "IBM866"),
            ("latin-1", "windows-1252"),
            ("utf-8-sig", "UTF-8"),
            ("utf_16", "UTF-16LE"),
            ("UTF-16-BE", "UTF-16BE"),
            ("shift_jis", "Shift_JIS"),
            ("utf16", "UTF-16LE"),
            ("UTF16LE", "UTF-16LE"),
            ("mac_cyrillic", "x-mac-cyrillic"),
        ] {
            assert_eq!(encoding(name).unwrap().name(), expected, "{name}");
        }
        assert!(encoding("cp9999").is_err() && encoding("").is_err());
    }
}

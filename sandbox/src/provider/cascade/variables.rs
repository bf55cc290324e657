//! Variables: uploaded values, and the placeholders they replace (`docs/provider/cascade-api.md` §5, D44–D46).

use std::collections::{BTreeMap, HashMap};

use crate::hash::fnv1a;
use crate::provider::common::credentials::Account;

/// Most values kept, of all accounts.
const MAX_VALUES: usize = 1_000_000;
/// Start of the invented short links.
pub(super) const SHORT_LINKS: &str = "https://s.example/";

/// Type of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum VariableType {
    Name,
    Url,
    ShortUrl,
}

impl VariableType {
    const ALL: [Self; 3] = [Self::Name, Self::Url, Self::ShortUrl];

    fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Url => "url",
            Self::ShortUrl => "short_url",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// One value. An inline one may have no type, and then matches every type.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) id: i64,
    pub(super) r#type: Option<VariableType>,
    pub(super) value: String,
}

/// The uploaded values of every account.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables {
    values: HashMap<Account, BTreeMap<(VariableType, i64), String>>,
    count: usize,
}

impl Variables {
    /// Stores a value under its type and id (D45); false if there is no room.
    pub(super) fn store(&mut self, account: &Account, variable: Variable) -> bool {
        let Some(r#type) = variable.r#type else { return false };
        if self.count >= MAX_VALUES {
            return false;
        }
        let own = self.values.entry(account.clone()).or_default();
        if own.insert((r#type, variable.id), variable.value).is_none() {
            self.count += 1;
        }
        true
    }

    /// Returns the text with every placeholder replaced; the error is the first placeholder without a value.
    pub(super) fn render(&self, account: &Account, inline: &[Variable], text: &str) -> Result<String, String> {
        let mut rendered = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('%') {
            let (before, from) = rest.split_at(start);
            rendered.push_str(before);
            let Some((r#type, id, length)) = placeholder(from) else {
                rendered.push('%');
                rest = &from[1..];
                continue;
            };
            let (here, after) = from.split_at(length);
            let near = inline.iter().find(|one| one.id == id && one.r#type.is_none_or(|word| word == r#type));
            let far = || self.values.get(account)?.get(&(r#type, id));
            let value = near.map(|one| &one.value).or_else(far).ok_or_else(|| here.to_owned())?;
            if r#type == VariableType::ShortUrl {
                rendered.push_str(&short_link(value));
            } else {
                rendered.push_str(value);
            }
            rest = after;
        }
        rendered.push_str(rest);
        Ok(rendered)
    }
}

/// Reads `%<type>=<id>%` at the start of a text: type, id and length.
fn placeholder(text: &str) -> Option<(VariableType, i64, usize)> {
    let inside = &text[1..];
    let end = inside.find('%')?;
    let (word, id) = inside[..end].split_once('=')?;
    let digits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    Some((VariableType::parse(word)?, id.parse().ok().filter(|_| digits)?, end + 2))
}

/// An invented short link, the same for the same URL.
fn short_link(url: &str) -> String {
    let hash = fnv1a(url);
    let mut code = String::from(SHORT_LINKS);
    for i in 0..7 {
        let digit = (hash >> (i * 8)) % 36;
        code.push(char::from_digit(u32::try_from(digit).unwrap_or(0), 36).unwrap_or('0'));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str) -> Result<String, String> {
        let account = Account::Key("test-key".into());
        let mut variables = Variables::default();
        for (id, r#type, value) in
            [(1, VariableType::Name, "Oksana"), (1, VariableType::ShortUrl, "https://shop.example.org/sale")]
        {
            assert!(variables.store(&account, Variable { id, r#type: Some(r#type), value: value.into() }));
        }
        let inline = [Variable { id: 7, r#type: None, value: "%name=1%".into() }];
        variables.render(&account, &inline, text)
    }

    #[test]
    fn placeholders_are_replaced_once() {
        assert_eq!(render("Hi %name=1%: 100% of %%name=7%").as_deref(), Ok("Hi Oksana: 100% of %%name=1%"));
        let text = render("%short_url=1%!").unwrap_or_default();
        assert!(text.starts_with(SHORT_LINKS) && text.len() == SHORT_LINKS.len() + 8, "{text}");
        assert_eq!(render("%url=7% %name=x% %name=% %Name=1% %"), Ok("%name=1% %name=x% %name=% %Name=1% %".into()));
    }

    #[test]
    fn a_missing_value_is_named() {
        assert_eq!(render("%url=1%"), Err("%url=1%".into()));
        assert_eq!(render("%name=2%"), Err("%name=2%".into()));
    }
}

//! Query parameters, and the filter of chats (`docs/provider/chathub-api.md` §3).

use axum::http::{StatusCode, Uri};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::company::{Chat, Company};
use crate::provider::common::check::values::phone_digits;
use crate::provider::common::refusal::Refusal;
use crate::simulate::clock::Millis;

/// The parameters of a request.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query; parameters other than `known` are refused.
    pub(super) fn read(uri: &Uri, known: &[&str]) -> Result<Self, Refusal> {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let pairs: Vec<_> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        match pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => {
                let known = known.join(", ");
                Err(bad(&format!("unknown parameter {name:?}; the parameters are {known}")))
            }
            None => Ok(Self(pairs)),
        }
    }

    fn all<'a>(&'a self, name: &str) -> Vec<&'a str> {
        self.0.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect()
    }

    fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match *self.all(name) {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(bad(&format!("{name} must be given once"))),
        }
    }

    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let parsed = self.text(name)?.map(|text| text.parse().map_err(|_| bad(&format!("{name} must be an integer"))));
        parsed.transpose()
    }

    /// An integer from 1.
    fn count(&self, name: &str, default: usize) -> Result<usize, Refusal> {
        let Some(number) = self.integer(name)? else { return Ok(default) };
        let count = usize::try_from(number).ok().filter(|count| *count > 0);
        count.ok_or_else(|| bad(&format!("{name} must be 1 or more")))
    }

    /// `date` given twice, as start and end. A date without a time is the whole day.
    fn span(&self) -> Result<Option<(Millis, Millis)>, Refusal> {
        let dates = self.all("date");
        match *dates {
            [] => Ok(None),
            [start, end] => match (moment(start, false), moment(end, true)) {
                (Some(start), Some(end)) => Ok(Some((start, end))),
                _ => Err(bad("date must be a date or a time, such as 2026-03-01")),
            },
            _ => Err(bad("date must be given twice, as start and end")),
        }
    }
}

fn bad(message: &str) -> Refusal {
    Refusal::flat(StatusCode::BAD_REQUEST, message, Some(1001))
}

/// Reads a time (UTC without a zone), or the start or end of a day.
fn moment(text: &str, is_end: bool) -> Option<Millis> {
    let time = match text.parse::<jiff::Timestamp>() {
        Ok(time) => time,
        Err(_) if text.len() <= 10 => {
            let day = text.parse::<Date>().ok()?;
            let day = if is_end { day.tomorrow().ok()? } else { day };
            let time = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
            let end = jiff::SignedDuration::from_millis(i64::from(is_end));
            time.checked_sub(end).ok()?
        }
        Err(_) => text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp(),
    };
    u64::try_from(time.as_millisecond()).ok()
}

/// Filter of chats, and the page of the result.
pub(super) struct Filter {
    pub(super) page: usize,
    pub(super) per_page: usize,
    search: Option<String>,
    source: Option<i64>,
    span: Option<(Millis, Millis)>,
    tg_user_id: Option<i64>,
    phone: Option<String>,
    status: Option<i64>,
    organization: Option<i64>,
    operator: Option<i64>,
}

impl Filter {
    pub(super) fn read(uri: &Uri) -> Result<Self, Refusal> {
        let query = Query::read(
            uri,
            &[
                "page",
                "per_page",
                "search",
                "source",
                "date",
                "tg_user_id",
                "phone",
                "status",
                "organizationId",
                "operatorId",
            ],
        )?;
        let status = query.integer("status")?;
        if status.is_some_and(|status| !(0..=4).contains(&status)) {
            return Err(bad("status must be 0 to 4"));
        }
        let phone = query
            .text("phone")?
            .map(|text| phone_digits(text).ok_or_else(|| bad("phone must be a phone number in international form")));
        Ok(Self {
            page: query.count("page", 1)?,
            per_page: query.count("per_page", 20)?,
            search: query.text("search")?.map(str::to_lowercase),
            source: query.integer("source")?,
            span: query.span()?,
            tg_user_id: query.integer("tg_user_id")?,
            phone: phone.transpose()?,
            status,
            organization: query.integer("organizationId")?,
            operator: query.integer("operatorId")?,
        })
    }

    /// Returns the matching chats, latest message first.
    pub(super) fn select<'a>(&self, company: &'a Company) -> Vec<&'a Chat> {
        let mut chats: Vec<&Chat> = company.chats.values().filter(|chat| self.matches(chat)).collect();
        chats.sort_unstable_by_key(|chat| (std::cmp::Reverse(chat.updated_at), chat.id));
        chats
    }

    fn matches(&self, chat: &Chat) -> bool {
        let same = |wanted: Option<i64>, own: Option<u64>| {
            wanted.is_none_or(|wanted| own.is_some_and(|own| i64::try_from(own) == Ok(wanted)))
        };
        same(self.source, Some(chat.source))
            && same(self.status, Some(u64::from(chat.chat_status)))
            && same(self.organization, Some(chat.organization_id))
            && same(self.operator, chat.operator_id)
            && self.tg_user_id.is_none_or(|id| chat.tg_user_id == Some(id))
            && self.phone.as_ref().is_none_or(|phone| *phone == chat.phone)
            && self.span.is_none_or(|(start, end)| (start..=end).contains(&chat.updated_at))
            && self.search.as_ref().is_none_or(|part| {
                chat.client.to_lowercase().contains(part) || chat.phone.contains(part.trim_start_matches('+'))
            })
    }
}

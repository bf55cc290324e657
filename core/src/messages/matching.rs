//! Matches the rows of a reply to the messages of the request.
//!
//! A row is matched by our id, else by the recipient that it names. Position counts only if the row has neither and
//! nothing in the reply contradicts the order. If rows contradict the request or each other, no row can be trusted, and
//! the messages concerned are in doubt. Reporting one of them as refused could send it twice, and reporting it as
//! accepted could lose it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::phone::{named_digits, names};

/// A text that may be absent.
pub(crate) type Known<'m> = Option<Cow<'m, str>>;

/// Identification of a message in the request.
#[derive(Debug, Default)]
pub(crate) struct Sent<'m> {
    /// Our message id.
    pub(crate) id: Known<'m>,
    /// Digits of the recipient.
    pub(crate) to: Known<'m>,
}

impl Sent<'_> {
    /// Returns true if nothing in a row contradicts this message.
    pub(crate) fn is(&self, row: &RowNames<'_>) -> bool {
        let id = row.id.is_none_or(|id| self.id.as_deref() == Some(id));
        let is_to = |to: &str| self.to.as_deref().is_some_and(|own| names(to, own) != Some(false));
        !row.twice && id && row.to.is_none_or(is_to) && row.other_to.is_none_or(is_to)
    }
}

/// Identification that a row of the reply carries.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct RowNames<'r> {
    /// Message id echoed by the provider.
    pub(crate) id: Option<&'r str>,
    /// Recipient named by the provider.
    pub(crate) to: Option<&'r str>,
    /// Recipient under another key, if its text differs.
    pub(crate) other_to: Option<&'r str>,
    /// True for a row that gives two ids or two recipients, so that it belongs to no message.
    pub(crate) twice: bool,
}

/// The messages of a request, for matching the rows of its reply.
pub(crate) trait SentMessages {
    /// Returns the number of messages.
    fn count(&self) -> usize;

    /// Returns the identification of one message.
    fn sent(&self, message: usize) -> Sent<'_>;

    /// Returns true if the identification in a row equals what was sent, or is absent. This is the fast path for nearly
    /// all rows.
    fn is_exactly(&self, message: usize, row: RowNames<'_>) -> bool;
}

/// Row that was found for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The row with this index.
    Row(usize),
    /// No row.
    Missing,
    /// Rows that contradict each other or the request.
    Doubt,
}

impl Place {
    /// Returns the index of the row.
    pub(crate) fn row(self) -> Option<usize> {
        if let Self::Row(row) = self { Some(row) } else { None }
    }
}

/// Result of comparing two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// Equal, so one of them can be dropped.
    Same,
    /// Different, but with the same outcome.
    Outcome,
    /// Different outcomes.
    None,
}

/// Returns the place of each message's row, and the rows that belong to no message and name none of our recipients.
/// `likeness` compares two rows.
#[expect(clippy::indexing_slicing, reason = "every number of a message or row comes from the list that it indexes")]
pub(crate) fn place_rows(
    sent: &[Sent<'_>],
    rows: &[RowNames<'_>],
    likeness: impl Fn(usize, usize) -> Likeness,
) -> (Vec<Place>, Vec<usize>) {
    if sent.len() == rows.len() && sent.iter().zip(rows).all(|(sent, row)| sent.is(row)) {
        return (in_order(sent, rows, likeness), Vec::new());
    }
    let index = Index::new(sent);
    let mut places = vec![Place::Missing; sent.len()];
    // Rows that cannot be placed, with the messages that they concern.
    let mut apart: Vec<(&[usize], Vec<usize>)> = Vec::new();
    let mut claims = index.claims(rows);
    let mut silent = claims.remove(&None).unwrap_or_default();
    for (claim, claiming) in claims.iter().filter_map(|(claim, rows)| Some((claim.as_ref()?, rows))) {
        let (fitting, concerned) = index.messages(sent, claim);
        let free: Vec<usize> = fitting.into_iter().filter(|m| places[*m] == Place::Missing).collect();
        let mut left = claiming.as_slice();
        // Rows that name one recipient and differ in their outcomes may be in any order.
        let agree = claiming.iter().zip(claiming.iter().skip(1)).all(|(a, b)| likeness(*a, *b) != Likeness::None);
        if free.len() == 1 || (free.len() == claiming.len() && agree) {
            for (message, row) in free.iter().zip(claiming) {
                places[*message] = Place::Row(*row);
            }
            left = &claiming[free.len()..];
        }
        if !left.is_empty() {
            apart.push((left, concerned));
        }
    }
    let in_order = sent.len() == rows.len()
        && apart.is_empty()
        && places.iter().enumerate().all(|(i, place)| place.row().is_none_or(|row| row == i))
        // An unmatched value in the row contradicts a message that has a value of the same kind.
        && silent.iter().all(|row| {
            let (said, sent) = (&rows[*row], &sent[*row]);
            places[*row] == Place::Missing
                && !said.twice
                && !index.names_two(said)
                && (said.id.is_none() || sent.id.is_none())
                && (sent.to.is_none() || [said.to, said.other_to].iter().flatten().all(|to| named_digits(to).is_none()))
        });
    if in_order {
        silent.drain(..).for_each(|row| places[row] = Place::Row(row));
    }
    for (rows, concerned) in apart {
        for message in concerned {
            let own = places[message].row();
            if !own.is_some_and(|own| rows.iter().all(|row| likeness(own, *row) == Likeness::Same)) {
                places[message] = Place::Doubt;
            }
        }
    }
    (places, silent)
}

/// Message or recipient that a row claims to be about. Rows are placed in this order, the most specific first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim<'r> {
    /// A message with this id, to one of these recipients or to none of ours.
    Id(&'r str, Reverse<Option<Vec<usize>>>),
    /// A message to one of these recipients.
    Person(Vec<usize>),
    /// The same, with an id that is not ours.
    Stranger(Vec<usize>),
}

/// Index of the messages by id and recipient.
struct Index<'m> {
    by_id: HashMap<&'m str, Vec<usize>>,
    /// Digits of each recipient, with the messages to it.
    people: Vec<(&'m str, Vec<usize>)>,
    /// Recipients by their last digits, which are the same in every form of a number.
    by_end: HashMap<&'m [u8], Vec<usize>>,
}

/// Number of last digits used for the lookup.
const END: usize = 7;

fn end_of(digits: &str) -> &[u8] {
    let bytes = digits.as_bytes();
    bytes.get(bytes.len().saturating_sub(END)..).unwrap_or(bytes)
}

impl<'m> Index<'m> {
    fn new(sent: &'m [Sent<'_>]) -> Self {
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut people: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut by_end: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (message, Sent { id, to }) in sent.iter().enumerate() {
            if let Some(id) = id.as_deref() {
                by_id.entry(id).or_default().push(message);
            }
            if let Some(to) = to.as_deref() {
                let person = *numbers.entry(to).or_insert_with(|| {
                    let person = people.len();
                    people.push((to, Vec::new()));
                    by_end.entry(end_of(to)).or_default().push(person);
                    person
                });
                if let Some((_, messages)) = people.get_mut(person) {
                    messages.push(message);
                }
            }
        }
        Self { by_id, people, by_end }
    }

    /// Returns the digits of a recipient.
    fn number(&self, person: usize) -> &str {
        self.people.get(person).map_or("", |(number, _)| *number)
    }

    /// Returns the recipients that a text may name, or `None` if it names nobody.
    fn people_of(&self, text: &str) -> Option<Vec<usize>> {
        let digits = named_digits(text)?;
        let alike = self.by_end.get(end_of(&digits)).map_or(&[][..], Vec::as_slice);
        Some(alike.iter().copied().filter(|person| names(text, self.number(*person)) == Some(true)).collect())
    }

    /// Returns the recipients that a row may name, by each key that it has; `None` for one that names nobody.
    fn people_by_key(&self, row: &RowNames<'_>) -> [Option<Vec<usize>>; 2] {
        [row.to, row.other_to].map(|to| to.and_then(|to| self.people_of(to)))
    }

    /// Returns true if two keys of a row name two recipients. The same one in two forms is no contradiction.
    fn names_two(&self, row: &RowNames<'_>) -> bool {
        if row.other_to.is_none() {
            return false;
        }
        match self.people_by_key(row) {
            [Some(one), Some(other)] => {
                let is_either_ours = !one.is_empty() || !other.is_empty();
                is_either_ours && one.iter().all(|person| !other.contains(person))
            }
            _ => false,
        }
    }

    /// Groups the rows by their claim. The key `None` has the rows that name none of our messages or recipients.
    fn claims<'r>(&self, rows: &[RowNames<'r>]) -> BTreeMap<Option<Claim<'r>>, Vec<usize>> {
        let mut claims: BTreeMap<Option<Claim<'r>>, Vec<usize>> = BTreeMap::new();
        for (row, said) in rows.iter().enumerate() {
            let people = match self.people_by_key(said) {
                [Some(one), Some(other)] => Some(one.into_iter().filter(|person| other.contains(person)).collect()),
                [one, other] => one.or(other),
            };
            let claim = match said.id {
                _ if said.twice || self.names_two(said) => None,
                Some(id) if self.by_id.contains_key(id) => Some(Claim::Id(id, Reverse(people))),
                id => people.filter(|people| !people.is_empty()).map(|people| match id {
                    Some(_) => Claim::Stranger(people),
                    None => Claim::Person(people),
                }),
            };
            claims.entry(claim).or_default().push(row);
        }
        claims
    }

    /// Returns the messages that a claim fits, and all messages that it concerns.
    fn messages(&self, sent: &[Sent<'_>], claim: &Claim<'_>) -> (Vec<usize>, Vec<usize>) {
        let to = |people: &[usize]| -> Vec<usize> {
            people
                .iter()
                .filter_map(|person| self.people.get(*person))
                .flat_map(|(_, messages)| messages)
                .copied()
                .collect()
        };
        match claim {
            Claim::Id(id, Reverse(people)) => {
                let own = self.by_id.get(id).cloned().unwrap_or_default();
                let Some(people) = people else { return (own.clone(), own) };
                let is_to = |message: &usize| {
                    let own = sent.get(*message).and_then(|sent| sent.to.as_deref());
                    own.is_none_or(|own| people.iter().any(|person| self.number(*person) == own))
                };
                let fitting = own.iter().copied().filter(is_to).collect();
                (fitting, own.iter().copied().chain(to(people)).collect())
            }
            Claim::Person(people) => (to(only(people)), to(people)),
            Claim::Stranger(people) => {
                let mut fitting = to(only(people));
                fitting.retain(|message| sent.get(*message).is_some_and(|sent| sent.id.is_none()));
                (fitting, to(people))
            }
        }
    }
}

/// Returns the places of rows that stand in the order of the messages, as far as they say. Those that name one recipient
/// and no id, and differ in their outcomes, may have been exchanged.
#[expect(clippy::indexing_slicing, reason = "every number is that of a row")]
fn in_order(sent: &[Sent<'_>], rows: &[RowNames<'_>], likeness: impl Fn(usize, usize) -> Likeness) -> Vec<Place> {
    let mut places: Vec<Place> = (0..rows.len()).map(Place::Row).collect();
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, (sent, row)) in sent.iter().zip(rows).enumerate() {
        if let Some(to) = sent.to.as_deref().filter(|_| row.id.is_none() && row.to.or(row.other_to).is_some()) {
            named.entry(to).or_default().push(i);
        }
    }
    for same in named.into_values() {
        if same.iter().zip(same.iter().skip(1)).any(|(one, other)| likeness(*one, *other) == Likeness::None) {
            same.iter().for_each(|i| places[*i] = Place::Doubt);
        }
    }
    places
}

/// Returns nobody if there are several, because two recipients with the same national number cannot be told apart.
fn only(people: &[usize]) -> &[usize] {
    if people.len() == 1 { people } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::Place::{Doubt, Missing, Row};
    use super::*;

    type Pair = (&'static str, &'static str);

    /// Runs `place_rows`. Empty texts stand for absent values.
    fn places(sent: &[Pair], rows: &[(&str, &str, &str)]) -> Vec<Place> {
        let some = |text: &'static str| (!text.is_empty()).then_some(Cow::Borrowed(text));
        let sent: Vec<Sent<'_>> = sent.iter().map(|(id, to)| Sent { id: some(id), to: some(to) }).collect();
        let some = |text: &'_ str| !text.is_empty();
        let names: Vec<RowNames<'_>> = rows
            .iter()
            .map(|(id, to, said)| RowNames {
                id: Some(*id).filter(|id| some(id)),
                to: Some(*to).filter(|to| some(to)),
                other_to: said.strip_prefix("or "),
                twice: *said == "twice",
            })
            .collect();
        let likeness = |a: usize, b: usize| match (rows[a].2, rows[b].2) {
            (one, other) if one == other => Likeness::Same,
            // The first letter is the outcome.
            (one, other) if one.get(..1) == other.get(..1) => Likeness::Outcome,
            _ => Likeness::None,
        };
        place_rows(&sent, &names, likeness).0
    }

    const A: &str = "380671234561";
    const B: &str = "380671234562";
    const TWO: [Pair; 2] = [("a", A), ("b", B)];

    #[test]
    fn ids_come_first() {
        assert_eq!(places(&TWO, &[("b", "", ""), ("a", "", "")]), [Row(1), Row(0)]);
        assert_eq!(places(&TWO, &[("b", "0671234562", ""), ("a", "", "")]), [Row(1), Row(0)]);
        assert_eq!(places(&TWO, &[("b", "", "")]), [Missing, Row(0)]);
        assert_eq!(places(&TWO, &[("b", "", ""), ("", "", "")]), [Missing, Row(0)]);
        assert_eq!(places(&TWO, &[("a", "", ""), ("", "", "")]), [Row(0), Row(1)]);
    }

    #[test]
    fn then_recipients() {
        assert_eq!(places(&TWO, &[("", B, ""), ("", "+380671234561", "")]), [Row(1), Row(0)]);
        assert_eq!(places(&TWO, &[("a", "", ""), ("", B, ""), ("", "+380509999999", "")]), [Row(0), Row(1)]);
        // A recipient that occurs twice: in order if there are as many rows.
        let twice = [("a", A), ("b", B), ("c", A)];
        assert_eq!(places(&twice, &[("", A, ""), ("", A, ""), ("", B, "")]), [Row(0), Row(2), Row(1)]);
        assert_eq!(places(&twice, &[("", A, "x"), ("", B, "")]), [Doubt, Row(1), Doubt]);
        // Only if the outcomes agree; otherwise nothing tells which of the two was refused.
        assert_eq!(places(&twice, &[("", A, "a1"), ("", A, "a2"), ("", B, "r")]), [Row(0), Row(2), Row(1)]);
        assert_eq!(places(&twice, &[("", A, "a1"), ("", A, "r"), ("", B, "r")]), [Doubt, Row(2), Doubt]);
        assert_eq!(places(&twice, &[("", A, "r"), ("", B, "r"), ("", A, "a1")]), [Doubt, Row(1), Doubt]);
        // A row beside them that says nothing stands at its place.
        assert_eq!(places(&twice, &[("", A, "a1"), ("", B, "r"), ("", "", "a2")]), [Row(0), Row(1), Row(2)]);
        assert_eq!(places(&twice, &[("c", "", ""), ("", A, ""), ("", B, "")]), [Row(1), Row(2), Row(0)]);
    }

    #[test]
    fn a_contradiction_puts_all_in_doubt_that_it_concerns() {
        assert_eq!(places(&TWO, &[("a", B, ""), ("b", A, "")]), [Doubt, Doubt]);
        assert_eq!(places(&TWO, &[("a", "+380509999999", ""), ("b", "", "")]), [Doubt, Row(1)]);
        assert_eq!(places(&TWO, &[("", B, "x"), ("b", "", "y")]), [Missing, Doubt]);
        assert_eq!(places(&TWO, &[("z", A, ""), ("b", "", "")]), [Doubt, Row(1)]);
        // A row of another request says nothing about ours, but the order is no longer that of the request.
        assert_eq!(places(&TWO, &[("z", "", ""), ("", "", "")]), [Missing, Missing]);
        assert_eq!(places(&TWO, &[("", "+380509999999", ""), ("", "", "")]), [Missing, Missing]);
    }

    #[test]
    fn a_row_that_names_two_belongs_to_nobody() {
        assert_eq!(places(&TWO, &[("", "", "twice"), ("", "", "")]), [Missing, Missing]);
        assert_eq!(places(&TWO, &[("", A, "twice"), ("b", "", "")]), [Missing, Row(1)]);
        assert_eq!(places(&TWO, &[("b", "", ""), ("a", "", "twice")]), [Missing, Row(0)]);
    }

    #[test]
    fn a_row_may_name_a_recipient_in_two_forms_but_not_two_recipients() {
        assert_eq!(places(&TWO, &[("a", "067 123-45-61", "or +380671234561"), ("b", "", "")]), [Row(0), Row(1)]);
        assert_eq!(places(&TWO, &[("", "0671234562", "or 671234562"), ("", A, "x")]), [Row(1), Row(0)]);
        assert_eq!(places(&TWO, &[("", "38067****61", "or +380671234561"), ("b", "", "")]), [Row(0), Row(1)]);
        assert_eq!(places(&TWO, &[("b", "", "or 380671234562"), ("", "", "")]), [Missing, Row(0)]);
        assert_eq!(places(&TWO, &[("", "somebody", "or nobody"), ("", "", "")]), [Row(0), Row(1)]);
        // Of two recipients with the same national number, a second form tells which one is meant.
        let alike = [("a", "380671234561"), ("b", "70671234561")];
        assert_eq!(places(&alike, &[("", "0671234561", "or +380671234561")]), [Row(0), Missing]);
        for (to, other) in [(A, "or 380671234562"), (A, "or +380509999999"), ("+380509999999", "or 380671234561")] {
            assert_eq!(places(&TWO, &[("a", to, other), ("b", "", "")]), [Missing, Row(1)]);
            assert_eq!(places(&TWO, &[("", to, other), ("", "", "")]), [Missing, Missing]);
        }
        assert_eq!(places(&TWO, &[("a", "+380509999999", "or +380508888888"), ("b", "", "")]), [Doubt, Row(1)]);
        assert_eq!(places(&[("a", ""), ("b", B)], &[("", B, "or +380509999999"), ("b", "", "")]), [Missing, Row(1)]);
    }

    #[test]
    fn a_row_that_is_there_twice_may_say_the_same() {
        assert_eq!(places(&TWO, &[("a", "", "x"), ("a", "", "x"), ("b", "", "")]), [Row(0), Row(2)]);
        assert_eq!(places(&TWO, &[("a", "", "x"), ("a", "", "y"), ("b", "", "")]), [Doubt, Row(2)]);
    }

    #[test]
    fn what_says_nothing_goes_by_position() {
        assert_eq!(places(&TWO, &[("", "", ""), ("", "", "")]), [Row(0), Row(1)]);
        assert_eq!(places(&TWO, &[("", "", "")]), [Missing, Missing]);
        assert_eq!(places(&[("", ""), ("b", B)], &[("own", "5", ""), ("b", "", "")]), [Row(0), Row(1)]);
        assert_eq!(places(&[("", ""), ("b", B)], &[("b", "", ""), ("", "", "")]), [Missing, Row(0)]);
        assert_eq!(places(&TWO, &[("", "somebody", ""), ("", "", "")]), [Row(0), Row(1)]);
    }
}

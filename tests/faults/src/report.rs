//! The matrix.

use std::collections::BTreeMap;
use std::fmt;

use smsbat_core::Outcome;

use crate::verdict::Trial;

/// Trials of one row.
#[derive(Debug, Default, Clone)]
struct Row {
    tried: usize,
    /// Times each word was said, and messages received then: accepted, not sent, unknown, other.
    words: [(usize, usize); 4],
    twice: usize,
}

/// Results of all trials.
#[derive(Debug, Default)]
pub struct Report {
    rows: BTreeMap<(String, String), Row>,
    /// Faults that happened.
    pub faults: usize,
    /// Trials whose byte was not reached, so that nothing was broken.
    pub not_reached: usize,
    /// Messages received twice although nobody allowed it.
    pub twice: usize,
    /// Trials in which client and server disagree.
    pub disagreements: Vec<Disagreement>,
}

/// Client and server say different things, or something happened that never may.
#[derive(Debug)]
pub struct Disagreement {
    /// Name of the trial, by which it can be repeated; none for what was seen beside the trials.
    pub name: Option<String>,
    /// Description.
    pub what: String,
}

impl Report {
    pub(crate) fn add(&mut self, trial: &Trial) {
        if let Some(wrong) = trial.disagreement() {
            let text = trial.word.as_ref().map_or("", |w| w.text.as_str());
            let what = format!("{wrong}\n    {text}");
            self.disagreements.push(Disagreement { name: Some(trial.name.clone()), what });
        }
        if trial.received > trial.allowed {
            self.twice += 1;
        }
        if trial.fired == 0 {
            self.not_reached += 1;
            return;
        }
        self.faults += trial.fired;
        let row = self.rows.entry((trial.group.clone(), trial.row.clone())).or_default();
        row.tried += trial.fired;
        row.twice += usize::from(trial.received > trial.allowed);
        let column = match trial.word.as_ref().map(|w| w.outcome) {
            Some(Outcome::Accepted) => 0,
            Some(Outcome::NotSent) => 1,
            Some(Outcome::Unknown) => 2,
            _ => 3,
        };
        row.words[column].0 += 1;
        row.words[column].1 += trial.received;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "what the client said / how many messages the server had then")?;
        writeln!(
            f,
            "{:<54} {:>7} {:>13} {:>11} {:>13} {:>9} {:>6}",
            "fault", "faults", "accepted", "not_sent", "unknown", "other", "twice"
        )?;
        let pair = |(said, had): (usize, usize)| if said == 0 { "-".to_owned() } else { format!("{said}/{had}") };
        let mut total = Row::default();
        let line = |f: &mut fmt::Formatter<'_>, name: &str, row: &Row| {
            let [accepted, not_sent, unknown, other] = row.words.map(pair);
            let (tried, twice) = (row.tried, row.twice);
            writeln!(f, "{name:<54} {tried:>7} {accepted:>13} {not_sent:>11} {unknown:>13} {other:>9} {twice:>6}")
        };
        let mut group = "";
        for ((of, name), row) in &self.rows {
            if of != group {
                group = of;
                writeln!(f, "{of}")?;
            }
            line(f, &format!("  {name}"), row)?;
            total.tried += row.tried;
            total.twice += row.twice;
            for (sum, one) in total.words.iter_mut().zip(row.words) {
                *sum = (sum.0 + one.0, sum.1 + one.1);
            }
        }
        line(f, "all", &total)?;
        writeln!(
            f,
            "{} faults, {} trials where none happened, {} received twice, {} disagreements",
            self.faults,
            self.not_reached,
            self.twice,
            self.disagreements.len()
        )
    }
}

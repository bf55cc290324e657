//! Checks the objects of a request before anything is sent.

use crate::error::Error;
use crate::model::{Class, Object, Problems, check, in_arguments};
use crate::problem::Problem;
use crate::rules::Rules;

/// Problems with the objects of a request, and advice that they do not follow.
#[derive(Default)]
pub(crate) struct Findings {
    problems: Vec<Problem>,
    /// Advice of the provider that the objects do not follow.
    advice: Vec<Problem>,
    /// Number of objects.
    count: usize,
}

impl Findings {
    /// Starts a collection for a call with this number of objects, which are checked already.
    pub(crate) fn of(count: usize) -> Self {
        Self { count, ..Self::default() }
    }

    /// Checks one object and its class. A plain object is sent unchanged. `path` returns the object's path; it is
    /// called only if there is something to report, which is rare.
    pub(crate) fn add(
        &mut self,
        object: &Object,
        path: impl Fn() -> String,
        classes: &[&[&'static Class]],
        rules: &Rules,
    ) {
        self.count = self.count.saturating_add(1);
        let before = (self.problems.len(), self.advice.len());
        check(object, &mut Problems::new(&mut self.problems, &mut self.advice, "", rules));
        if let Some(class) = object.record().map(|record| record.class()).filter(|class| !class.is_in(classes)) {
            let message = format!("is a {}, which cannot be used here", class.name);
            self.problems.push(Problem::new("", "type", message));
        }
        let new = self.problems.iter_mut().skip(before.0).chain(self.advice.iter_mut().skip(before.1));
        for problem in new {
            *problem = in_words_of(object, problem.clone()).below(&path());
        }
    }

    /// Returns true if no rule is broken so far.
    pub(crate) fn is_sendable(&self) -> bool {
        self.problems.is_empty()
    }

    /// Adds a problem.
    pub(crate) fn refuse(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Returns the advice, or an error with every problem.
    pub(crate) fn finish(mut self) -> Result<Vec<Problem>, Error> {
        if self.count == 1 {
            // The caller of one message knows which one it is.
            self.problems.iter_mut().chain(&mut self.advice).for_each(|problem| *problem = alone(problem));
        }
        if self.problems.is_empty() { Ok(self.advice) } else { Err(Error::validation(self.problems)) }
    }
}

/// Names the argument of a problem as the caller of this object does: a plain object has the names of the wire.
pub(crate) fn in_words_of(object: &Object, problem: Problem) -> Problem {
    match object.record() {
        Some(record) => {
            let argument = in_arguments(record.class(), problem.path());
            problem.called(argument)
        }
        None => problem,
    }
}

/// Returns the problem of a call with one object: `sender` instead of `messages[0].sender`.
fn alone(problem: &Problem) -> Problem {
    let argument = problem.argument();
    let within =
        ["messages[0]", "message"].into_iter().find_map(|parent| argument.strip_prefix(parent)?.strip_prefix('.'));
    let argument = match (within, argument) {
        (Some(within), _) => within,
        (None, "messages[0]") => "message",
        (None, argument) => argument,
    };
    problem.clone().called(argument.to_owned())
}

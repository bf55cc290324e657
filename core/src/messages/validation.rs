//! Checks the objects of a request before anything is sent.

use crate::error::Error;
use crate::model::{Class, Object, Problems, check};
use crate::problem::Problem;
use crate::rules::Rules;

/// Problems with the objects of a request, and advice that they do not follow.
#[derive(Default)]
pub(crate) struct Findings {
    problems: Vec<Problem>,
    /// Advice of the provider that the objects do not follow.
    advice: Vec<Problem>,
}

impl Findings {
    /// Checks one object and its class. A plain object is sent unchanged. `path` returns the object's path; it is
    /// called only if there is something to report, which is rare.
    pub(crate) fn add(
        &mut self,
        object: &Object,
        path: impl Fn() -> String,
        classes: &[&[&'static Class]],
        rules: &Rules,
    ) {
        let before = (self.problems.len(), self.advice.len());
        check(object, &mut Problems::new(&mut self.problems, &mut self.advice, "", rules));
        if let Some(class) = object.record().map(|record| record.class()).filter(|class| !class.is_in(classes)) {
            let message = format!("is a {}, which cannot be used here", class.name);
            self.problems.push(Problem::new("", "type", message));
        }
        let new = self.problems.iter_mut().skip(before.0).chain(self.advice.iter_mut().skip(before.1));
        new.for_each(|problem| *problem = problem.below(&path()));
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
    pub(crate) fn finish(self) -> Result<Vec<Problem>, Error> {
        if self.problems.is_empty() { Ok(self.advice) } else { Err(Error::validation(self.problems)) }
    }
}

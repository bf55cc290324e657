//! Texts of what an expression may be.

use std::collections::BTreeSet;

use syn::{Expr, Lit};

use super::format::{self, Piece};
use super::scope::{Leaf, Scope, Value};
use super::sources::{macro_name, name_of};
use super::values::{DEEPEST, Values};

/// Stands for what a text inserts.
const OPEN: &str = "…";
/// With more texts in its place, an inserted value stays open.
const MOST: usize = 16;

impl<'a> Values<'_, 'a> {
    /// The texts of a leaf, if it is one.
    pub(super) fn texts(&self, leaf: &Leaf<'a>, depth: usize) -> Option<BTreeSet<String>> {
        match leaf {
            Leaf::Texts(texts) => Some(texts.clone()),
            Leaf::Parameter(callee) => {
                self.met.borrow_mut().insert(*callee);
                None
            }
            Leaf::Begun(leaf) => Some(self.texts(leaf, depth)?.into_iter().map(|text| text + OPEN).collect()),
            Leaf::Expr(Expr::Lit(literal), _) => match &literal.lit {
                Lit::Str(text) => Some(BTreeSet::from([text.value()])),
                _ => None,
            },
            Leaf::Expr(Expr::Call(call), scope) if macro_name(&call.func).is_some_and(|name| name == "format") => {
                let text = match call.args.first() {
                    Some(Expr::Lit(literal)) => match &literal.lit {
                        Lit::Str(text) => text.value(),
                        _ => return None,
                    },
                    _ => return None,
                };
                let mut places = call.args.iter().skip(1).filter(|one| !matches!(one, Expr::Assign(_)));
                let mut texts = BTreeSet::from([String::new()]);
                for piece in format::pieces(&text) {
                    let inserted = matches!(piece, Piece::Value(_));
                    let more = match piece {
                        Piece::Text(text) => BTreeSet::from([text]),
                        Piece::Value(None) => BTreeSet::from([OPEN.to_owned()]),
                        Piece::Value(Some(name)) if name.is_empty() => places
                            .next()
                            .map_or_else(open, |one| self.inserted(&Value::Expr(one, scope.clone()), depth)),
                        Piece::Value(Some(name)) => {
                            let given = call.args.iter().find_map(|one| match one {
                                Expr::Assign(one) if name_of(&one.left).is_some_and(|(_, n)| n == name) => {
                                    Some(Value::Expr(&one.right, scope.clone()))
                                }
                                _ => None,
                            });
                            let constant = || {
                                let found = self.sources.constant("", &name, &self.sources.functions[scope.function]);
                                found.map(|found| Value::Expr(found, Scope::new(scope.function)))
                            };
                            let value = given.or_else(|| scope.get(&name).cloned()).or_else(constant);
                            value.map_or_else(open, |value| self.inserted(&value, depth))
                        }
                    };
                    // What a text begins with is the name of something.
                    let named = inserted && texts.iter().all(String::is_empty) && more.iter().any(|more| is_name(more));
                    let more = if named || texts.len() * more.len() > MOST { open() } else { more };
                    texts =
                        texts.iter().flat_map(|text| more.iter().map(move |more| format!("{text}{more}"))).collect();
                }
                Some(texts)
            }
            _ => None,
        }
    }

    /// Returns the texts that a value may insert.
    fn inserted(&self, value: &Value<'a>, depth: usize) -> BTreeSet<String> {
        if depth > DEEPEST {
            return open();
        }
        let leaves = self.leaves(value, depth + 1);
        let texts: Option<Vec<_>> = leaves.iter().map(|leaf| self.texts(leaf, depth + 1)).collect();
        let texts: BTreeSet<String> = texts.unwrap_or_default().into_iter().flatten().collect();
        if texts.is_empty() || texts.len() > MOST { open() } else { texts }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.trim().contains(' ')
}

fn open() -> BTreeSet<String> {
    BTreeSet::from([OPEN.to_owned()])
}

/// A text has words.
pub(super) fn is_text(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() > 1
}

//! Variables, and what stands behind them.

use std::collections::BTreeSet;
use std::rc::Rc;

use syn::{Expr, ExprClosure, Member, Pat, Stmt};

use super::sources::type_name;

/// Variables, the last one first.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    last: Option<Rc<Variable<'a>>>,
    /// Number of the function.
    pub(super) function: usize,
}

struct Variable<'a> {
    name: String,
    value: Value<'a>,
    outer: Scope<'a>,
}

/// A function or a closure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Callee {
    Function(usize),
    /// Address of its expression.
    Closure(usize),
}

#[derive(Clone)]
pub(super) enum Value<'a> {
    Expr(&'a Expr, Scope<'a>),
    /// Appended to later.
    Begun(Rc<Value<'a>>),
    /// The error of a result.
    Error(Rc<Value<'a>>),
    /// A member of a tuple or of a variant with this name.
    Part(Rc<Value<'a>>, Option<String>, usize),
    /// A named field.
    Field(Rc<Value<'a>>, String),
    /// Each element of a list.
    Each(Rc<Value<'a>>),
    /// Parameter of a function or closure, and its type.
    Parameter(Callee, usize, String),
    Unknown,
}

/// Origin of a value.
#[derive(Clone)]
pub(super) enum Leaf<'a> {
    Expr(&'a Expr, Scope<'a>),
    /// Something with more text behind it.
    Begun(Box<Leaf<'a>>),
    Texts(BTreeSet<String>),
    /// Parameter of something whose call is not known.
    Parameter(Callee),
    Unknown,
}

impl<'a> Scope<'a> {
    pub(super) fn new(function: usize) -> Self {
        Self { last: None, function }
    }

    pub(super) fn with(&self, name: &str, value: Value<'a>) -> Self {
        let last = Variable { name: name.to_owned(), value, outer: self.clone() };
        Self { last: Some(Rc::new(last)), ..self.clone() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        let mut scope = self;
        while let Some(variable) = &scope.last {
            if variable.name == name {
                return Some(&variable.value);
            }
            scope = &variable.outer;
        }
        None
    }

    /// The same with the variables of a pattern.
    pub(super) fn bind(&self, pattern: &Pat, value: Value<'a>) -> Self {
        match pattern {
            Pat::Ident(ident) => {
                let value = if ident.mutability.is_some() && !matches!(value, Value::Parameter(..)) {
                    Value::Begun(Rc::new(value))
                } else {
                    value
                };
                self.with(&ident.ident.to_string(), value)
            }
            Pat::Type(typed) => match value {
                Value::Parameter(callee, at, _) => {
                    self.bind(&typed.pat, Value::Parameter(callee, at, type_name(&typed.ty)))
                }
                value => self.bind(&typed.pat, value),
            },
            Pat::Reference(inner) => self.bind(&inner.pat, value),
            Pat::Paren(inner) => self.bind(&inner.pat, value),
            Pat::Tuple(tuple) => self.bind_parts(tuple.elems.iter(), &value, None),
            Pat::Slice(slice) => slice
                .elems
                .iter()
                .fold(self.clone(), |scope, pattern| scope.bind(pattern, Value::Each(Rc::new(value.clone())))),
            Pat::TupleStruct(tuple) => {
                let name = tuple.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
                match (name.as_str(), tuple.elems.first()) {
                    ("Some" | "Ok", Some(inner)) => self.bind(inner, value),
                    ("Err", Some(inner)) => self.bind(inner, Value::Error(Rc::new(value))),
                    _ => self.bind_parts(tuple.elems.iter(), &value, Some(name)),
                }
            }
            Pat::Struct(fields) => fields.fields.iter().fold(self.clone(), |scope, field| {
                let Member::Named(name) = &field.member else { return scope };
                scope.bind(&field.pat, Value::Field(Rc::new(value.clone()), name.to_string()))
            }),
            // Each has the same variables; the first may know them.
            Pat::Or(or) => or.cases.iter().fold(self.clone(), |scope, case| scope.bind(case, value.clone())),
            _ => self.clone(),
        }
    }

    fn bind_parts<'p>(
        &self,
        patterns: impl Iterator<Item = &'p Pat>,
        value: &Value<'a>,
        variant: Option<String>,
    ) -> Self {
        let whole = Rc::new(value.clone());
        patterns.enumerate().fold(self.clone(), |scope, (i, pattern)| {
            scope.bind(pattern, Value::Part(Rc::clone(&whole), variant.clone(), i))
        })
    }

    /// The same with the variables of a statement.
    pub(super) fn after(&self, stmt: &'a Stmt) -> Self {
        let Stmt::Local(local) = stmt else { return self.clone() };
        let value = local.init.as_ref().map_or(Value::Unknown, |init| Value::Expr(&init.expr, self.clone()));
        self.bind(&local.pat, value)
    }

    /// The same with the variables of `if let`.
    pub(super) fn within(&self, condition: &'a Expr) -> Self {
        match condition {
            Expr::Let(binding) => self.bind(&binding.pat, Value::Expr(&binding.expr, self.clone())),
            Expr::Binary(both) => self.within(&both.left).within(&both.right),
            Expr::Paren(inner) => self.within(&inner.expr),
            _ => self.clone(),
        }
    }

    /// The same with the parameters of a closure.
    pub(super) fn inside(&self, closure: &'a ExprClosure, given: &[Value<'a>]) -> Self {
        let own = Callee::Closure(std::ptr::from_ref(closure) as usize);
        closure.inputs.iter().enumerate().fold(self.clone(), |scope, (i, pattern)| {
            scope.bind(pattern, given.get(i).cloned().unwrap_or(Value::Parameter(own, i, String::new())))
        })
    }
}

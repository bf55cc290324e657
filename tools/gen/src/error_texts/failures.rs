//! The errors of results.

use std::rc::Rc;

use syn::Expr;

use super::scope::{Leaf, Scope, Value};
use super::sources::name_of;
use super::values::{DEEPEST, Values};
use super::walk::{exits, tail};

impl<'a> Values<'_, 'a> {
    /// The errors of a result.
    pub(super) fn errors(&self, result: &Value<'a>, depth: usize) -> Vec<Leaf<'a>> {
        match result {
            Value::Expr(expr, scope) => self.errors_of(expr, scope, depth),
            Value::Begun(value) => self.errors(value, depth),
            Value::Parameter(callee, at, _) => match self.argument(*callee, *at) {
                Some(value) => self.errors(&value, depth),
                None => vec![Leaf::Unknown],
            },
            _ => vec![Leaf::Unknown],
        }
    }

    fn errors_of(&self, expr: &'a Expr, scope: &Scope<'a>, depth: usize) -> Vec<Leaf<'a>> {
        if depth > DEEPEST {
            return vec![Leaf::Unknown];
        }
        match expr {
            Expr::Paren(inner) => self.errors_of(&inner.expr, scope, depth),
            Expr::Reference(inner) => self.errors_of(&inner.expr, scope, depth),
            Expr::Block(block) => {
                let last = tail(&block.block, scope);
                last.iter().flat_map(|(last, scope)| self.errors_of(last, scope, depth)).collect()
            }
            Expr::If(branch) => {
                let then = tail(&branch.then_branch, &scope.within(&branch.cond));
                let mut leaves: Vec<_> =
                    then.iter().flat_map(|(last, scope)| self.errors_of(last, scope, depth)).collect();
                leaves.extend(branch.else_branch.iter().flat_map(|(_, other)| self.errors_of(other, scope, depth)));
                leaves
            }
            Expr::Match(branches) => branches
                .arms
                .iter()
                .flat_map(|arm| {
                    let scope = scope.bind(&arm.pat, Value::Expr(&branches.expr, scope.clone()));
                    self.errors_of(&arm.body, &scope, depth)
                })
                .collect(),
            Expr::Path(_) => match name_of(expr).and_then(|(_, name)| scope.get(&name).cloned()) {
                Some(value) => self.errors(&value, depth + 1),
                None => vec![Leaf::Unknown],
            },
            Expr::Return(_) => Vec::new(),
            Expr::Call(call) => {
                let given: Vec<_> = call.args.iter().map(|one| Value::Expr(one, scope.clone())).collect();
                if let Some((closure, outer)) = self.closure(&call.func, scope) {
                    return self.errors_of(&closure.body, &outer.inside(closure, &given), depth + 1);
                }
                match (name_of(&call.func), given.first()) {
                    (Some((_, name)), Some(first)) if name == "Err" => self.leaves(first, depth),
                    (Some((_, name)), _) if name == "Ok" => Vec::new(),
                    (Some((owner, name)), _) => {
                        self.errors_of_functions(&self.functions(&owner, &name, scope.function), &given, depth)
                    }
                    _ => vec![Leaf::Unknown],
                }
            }
            Expr::MethodCall(call) => {
                let receiver = Value::Error(Rc::new(Value::Expr(&call.receiver, scope.clone())));
                let first = call.args.first();
                match (call.method.to_string().as_str(), first) {
                    ("map_err", Some(function)) => self.applied(function, &[receiver], scope, depth),
                    ("ok_or", Some(value)) => self.expr(value, scope, depth),
                    ("ok_or_else", Some(function)) => self.applied(function, &[], scope, depth),
                    ("map", Some(function)) => {
                        let own = self.errors_of(&call.receiver, scope, depth);
                        // An option of results.
                        match self.closure(function, scope) {
                            Some((closure, outer)) if own.iter().all(|leaf| matches!(leaf, Leaf::Unknown)) => {
                                self.errors_of(&closure.body, &outer.inside(closure, &[]), depth + 1)
                            }
                            _ => own,
                        }
                    }
                    ("transpose" | "collect" | "into_iter" | "iter" | "as_ref" | "as_deref" | "enumerate", _) => {
                        self.errors_of(&call.receiver, scope, depth)
                    }
                    (name, _) => {
                        let given: Vec<_> = call.args.iter().map(|one| Value::Expr(one, scope.clone())).collect();
                        let owner = self.type_of(&call.receiver, scope);
                        let found =
                            if owner.is_empty() { Vec::new() } else { self.methods(&owner, name, call.args.len()) };
                        self.errors_of_functions(&found, &given, depth)
                    }
                }
            }
            _ => vec![Leaf::Unknown],
        }
    }

    fn errors_of_functions(&self, found: &[usize], given: &[Value<'a>], depth: usize) -> Vec<Leaf<'a>> {
        let one = |&at: &usize| {
            let function = &self.sources.functions[at];
            let of = self.sources.displayed.keys().find(|name| function.returns.ends_with(&format!(",{name}>")));
            // An error that is made already.
            let made = [",Error>", "::Error>", "PyErr>", "Fault>"].iter().any(|of| function.returns.ends_with(of))
                && of.is_none();
            if made || !function.returns.starts_with("Result<") {
                return vec![Leaf::Unknown];
            }
            let scope = self.scope_of(at, given);
            let last = tail(function.body, &scope);
            let exits = exits(function.body, &scope, true).into_iter().chain(last);
            let leaves: Vec<_> = exits.flat_map(|(expr, scope)| self.errors_of(expr, &scope, depth + 1)).collect();
            let all = of.and_then(|name| self.sources.displayed(name, None));
            match all {
                Some(texts) if leaves.iter().any(|leaf| !matches!(leaf, Leaf::Texts(_))) => vec![Leaf::Texts(texts)],
                _ => leaves,
            }
        };
        if found.is_empty() { vec![Leaf::Unknown] } else { found.iter().flat_map(one).collect() }
    }
}

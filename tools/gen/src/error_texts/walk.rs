//! Walks through the expressions of a function, with the variables at each.

use std::rc::Rc;

use syn::visit::Visit;
use syn::{Block, Expr, ExprClosure, Stmt};

use super::scope::{Scope, Value};

/// Calls a function with every expression and its variables.
struct Walk<'a, F> {
    scope: Scope<'a>,
    at: F,
    closures: bool,
}

/// Calls `at` with every expression of a block.
pub(super) fn walk<'a>(block: &'a Block, scope: &Scope<'a>, at: impl FnMut(&'a Expr, &Scope<'a>)) {
    Walk { scope: scope.clone(), at, closures: true }.visit_block(block);
}

/// Returns the expressions of `return`, and those of `?` if `tries` is true.
pub(super) fn exits<'a>(block: &'a Block, scope: &Scope<'a>, tries: bool) -> Vec<(&'a Expr, Scope<'a>)> {
    let mut found = Vec::new();
    let at = |expr: &'a Expr, scope: &Scope<'a>| match expr {
        Expr::Return(back) => found.extend(back.expr.as_deref().map(|expr| (expr, scope.clone()))),
        Expr::Try(tried) if tries => found.push((&*tried.expr, scope.clone())),
        _ => {}
    };
    Walk { scope: scope.clone(), at, closures: false }.visit_block(block);
    found
}

/// The value of a block.
pub(super) fn tail<'a>(block: &'a Block, scope: &Scope<'a>) -> Option<(&'a Expr, Scope<'a>)> {
    match block.stmts.last() {
        Some(Stmt::Expr(last, None)) => {
            Some((last, block.stmts.iter().fold(scope.clone(), |scope, stmt| scope.after(stmt))))
        }
        _ => None,
    }
}

impl<'a, F: FnMut(&'a Expr, &Scope<'a>)> Walk<'a, F> {
    fn within(&mut self, scope: Scope<'a>, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, scope);
        visit(self);
        self.scope = outer;
    }

    fn closure(&mut self, closure: &'a ExprClosure, given: &[Value<'a>]) {
        if self.closures {
            let scope = self.scope.inside(closure, given);
            self.within(scope, |walk| walk.visit_expr(&closure.body));
        }
    }
}

impl<'a, F: FnMut(&'a Expr, &Scope<'a>)> Visit<'a> for Walk<'a, F> {
    /// Functions within others are read by themselves.
    fn visit_item(&mut self, _: &'a syn::Item) {}

    fn visit_block(&mut self, block: &'a Block) {
        self.within(self.scope.clone(), |walk| {
            for stmt in &block.stmts {
                walk.visit_stmt(stmt);
                walk.scope = walk.scope.after(stmt);
            }
        });
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        (self.at)(expr, &self.scope);
        match expr {
            Expr::If(branch) => {
                self.visit_expr(&branch.cond);
                self.within(self.scope.within(&branch.cond), |walk| walk.visit_block(&branch.then_branch));
                branch.else_branch.iter().for_each(|(_, other)| self.visit_expr(other));
            }
            Expr::While(repeated) => {
                self.visit_expr(&repeated.cond);
                self.within(self.scope.within(&repeated.cond), |walk| walk.visit_block(&repeated.body));
            }
            Expr::ForLoop(repeated) => {
                self.visit_expr(&repeated.expr);
                let each = Value::Each(Rc::new(Value::Expr(&repeated.expr, self.scope.clone())));
                self.within(self.scope.bind(&repeated.pat, each), |walk| walk.visit_block(&repeated.body));
            }
            Expr::Match(branches) => {
                self.visit_expr(&branches.expr);
                for arm in &branches.arms {
                    let mut scope = self.scope.bind(&arm.pat, Value::Expr(&branches.expr, self.scope.clone()));
                    if let Some((_, guard)) = &arm.guard {
                        scope = scope.within(guard);
                        self.within(scope.clone(), |walk| walk.visit_expr(guard));
                    }
                    self.within(scope, |walk| walk.visit_expr(&arm.body));
                }
            }
            Expr::Closure(closure) => self.closure(closure, &[]),
            Expr::MethodCall(call) => {
                self.visit_expr(&call.receiver);
                let receiver = Value::Expr(&call.receiver, self.scope.clone());
                let given = match call.method.to_string().as_str() {
                    "map_err" | "or_else" | "unwrap_or_else" => vec![Value::Error(Rc::new(receiver))],
                    "map" | "and_then" => vec![receiver],
                    _ => Vec::new(),
                };
                for argument in &call.args {
                    match argument {
                        Expr::Closure(closure) => {
                            (self.at)(argument, &self.scope);
                            self.closure(closure, &given);
                        }
                        argument => self.visit_expr(argument),
                    }
                }
            }
            _ => syn::visit::visit_expr(self, expr),
        }
    }
}

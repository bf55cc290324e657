//! What an expression may be: its leaves, behind variables, branches and functions.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use syn::{Block, Expr, ExprMethodCall, Member};

use super::scope::{Callee, Leaf, Scope, Value};
use super::sources::{Sources, macro_name, name_of};
use super::walk::{exits, tail};

/// Methods whose value is as good as what they are called on.
const SAME: &[&str] = &[
    "to_string",
    "to_owned",
    "into",
    "as_str",
    "clone",
    "as_ref",
    "as_deref",
    "as_deref_mut",
    "into_owned",
    "trim",
    "copied",
    "cloned",
    "unwrap_or_default",
    "into_boxed_str",
    "into_string",
    "filter",
    "flatten",
    "ok",
    "as_mut",
    "iter",
    "into_iter",
];
/// Functions whose value is as good as their argument.
const WRAPPERS: &[&str] = &["Some", "Ok", "from", "Borrowed", "Owned", "new"];
/// Macros and functions that never return.
const NEVER: &[&str] = &["unreachable", "panic", "todo"];
/// No text is behind more functions than that.
pub(super) const DEEPEST: usize = 8;

/// Looks values up.
pub(super) struct Values<'s, 'a> {
    pub(super) sources: &'s Sources<'a>,
    /// The member of a list of tuples that is looked at, by the address of the list.
    pub(super) chosen: RefCell<Vec<(usize, Leaf<'a>)>>,
    /// The calls that led here; the arguments of each are in the scope of the one before.
    pub(super) frames: RefCell<Vec<Frame<'a>>>,
    /// Functions with a parameter that is a text or part of one.
    pub(super) met: RefCell<BTreeSet<Callee>>,
}

/// A call: what was called, with which arguments.
pub(super) type Frame<'a> = (Callee, Rc<Vec<Value<'a>>>);

impl<'s, 'a> Values<'s, 'a> {
    pub(super) fn new(sources: &'s Sources<'a>) -> Self {
        Self { sources, chosen: RefCell::default(), frames: RefCell::default(), met: RefCell::default() }
    }

    /// The argument that a parameter stands for. Nothing calls itself in `frames`.
    pub(super) fn argument(&self, callee: Callee, at: usize) -> Option<Value<'a>> {
        let frames = self.frames.borrow();
        let (_, given) = frames.iter().find(|(of, _)| *of == callee)?;
        given.get(at).cloned()
    }

    /// The value behind parameters and variables.
    pub(super) fn chase(&self, value: &Value<'a>) -> Value<'a> {
        let next = match value {
            Value::Parameter(callee, at, _) => self.argument(*callee, *at),
            Value::Expr(Expr::Reference(inner), scope) => Some(Value::Expr(&inner.expr, scope.clone())),
            Value::Expr(Expr::MethodCall(call), scope) if SAME.contains(&call.method.to_string().as_str()) => {
                Some(Value::Expr(&call.receiver, scope.clone()))
            }
            Value::Expr(path @ Expr::Path(_), scope) => {
                name_of(path).filter(|(owner, _)| owner.is_empty()).and_then(|(_, name)| scope.get(&name).cloned())
            }
            _ => None,
        };
        next.map_or_else(|| value.clone(), |next| self.chase(&next))
    }

    /// Returns the expressions that a value may come from.
    pub(super) fn leaves(&self, value: &Value<'a>, depth: usize) -> Vec<Leaf<'a>> {
        match value {
            Value::Expr(expr, scope) => self.expr(expr, scope, depth),
            Value::Begun(value) => {
                self.leaves(value, depth).into_iter().map(|leaf| Leaf::Begun(Box::new(leaf))).collect()
            }
            Value::Error(result) => self.errors(result, depth),
            Value::Part(whole, variant, at) => {
                let address = Rc::as_ptr(whole) as usize;
                let chosen =
                    self.chosen.borrow().iter().rev().find(|(of, _)| *of == address).map(|(_, leaf)| leaf.clone());
                let leaves = chosen.map_or_else(|| self.leaves(whole, depth), |leaf| vec![leaf]);
                leaves.iter().flat_map(|leaf| self.part(leaf, variant.as_deref(), *at, depth)).collect()
            }
            Value::Field(whole, name) => {
                self.leaves(whole, depth).iter().flat_map(|leaf| self.field(leaf, name, depth)).collect()
            }
            Value::Each(list) => self
                .leaves(list, depth)
                .iter()
                .flat_map(|leaf| match leaf {
                    Leaf::Expr(Expr::Array(array), scope) => {
                        array.elems.iter().flat_map(|one| self.expr(one, scope, depth)).collect()
                    }
                    _ => vec![Leaf::Unknown],
                })
                .collect(),
            Value::Parameter(callee, at, of) => {
                if let Some(texts) = self.sources.displayed(of, None) {
                    return vec![Leaf::Texts(texts)];
                }
                match self.argument(*callee, *at) {
                    Some(value) => self.leaves(&value, depth),
                    None => vec![Leaf::Parameter(*callee)],
                }
            }
            Value::Unknown => vec![Leaf::Unknown],
        }
    }

    fn part(&self, leaf: &Leaf<'a>, variant: Option<&str>, at: usize, depth: usize) -> Vec<Leaf<'a>> {
        match (leaf, variant) {
            (Leaf::Expr(Expr::Tuple(tuple), scope), None) => {
                tuple.elems.get(at).map_or(Vec::new(), |one| self.expr(one, scope, depth))
            }
            (Leaf::Expr(Expr::Call(call), scope), Some(variant)) => match name_of(&call.func) {
                Some((_, name)) if name == variant => {
                    call.args.get(at).map_or(Vec::new(), |one| self.expr(one, scope, depth))
                }
                // Another variant.
                _ => Vec::new(),
            },
            (Leaf::Expr(Expr::Path(_), _), Some(_)) => Vec::new(),
            _ => vec![Leaf::Unknown],
        }
    }

    fn field(&self, leaf: &Leaf<'a>, name: &str, depth: usize) -> Vec<Leaf<'a>> {
        match leaf {
            Leaf::Expr(Expr::Struct(made), scope) => {
                let field = made.fields.iter().find(|field| matches!(&field.member, Member::Named(n) if n == name));
                field.map_or(vec![Leaf::Unknown], |field| self.expr(&field.expr, scope, depth))
            }
            Leaf::Expr(Expr::Call(call), scope) => {
                let at = name.parse::<usize>().ok().and_then(|at| call.args.get(at));
                at.map_or(vec![Leaf::Unknown], |one| self.expr(one, scope, depth))
            }
            _ => vec![Leaf::Unknown],
        }
    }

    pub(super) fn expr(&self, expr: &'a Expr, scope: &Scope<'a>, depth: usize) -> Vec<Leaf<'a>> {
        if depth > DEEPEST {
            return vec![Leaf::Unknown];
        }
        match expr {
            Expr::Paren(inner) => self.expr(&inner.expr, scope, depth),
            Expr::Group(inner) => self.expr(&inner.expr, scope, depth),
            Expr::Reference(inner) => self.expr(&inner.expr, scope, depth),
            Expr::Unary(inner) => self.expr(&inner.expr, scope, depth),
            Expr::Try(inner) => self.expr(&inner.expr, scope, depth),
            Expr::Block(block) => self.block(&block.block, scope, depth),
            Expr::Unsafe(block) => self.block(&block.block, scope, depth),
            Expr::If(branch) => {
                let mut leaves = self.block(&branch.then_branch, &scope.within(&branch.cond), depth);
                leaves.extend(branch.else_branch.iter().flat_map(|(_, other)| self.expr(other, scope, depth)));
                leaves
            }
            Expr::Match(branches) => branches
                .arms
                .iter()
                .flat_map(|arm| {
                    let scope = scope.bind(&arm.pat, Value::Expr(&branches.expr, scope.clone()));
                    let scope = arm.guard.as_ref().map_or_else(|| scope.clone(), |(_, guard)| scope.within(guard));
                    self.expr(&arm.body, &scope, depth)
                })
                .collect(),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => Vec::new(),
            Expr::Path(_) => self.named(expr, scope, depth),
            Expr::Field(field) => {
                let name = match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(at) => at.index.to_string(),
                };
                self.expr(&field.base, scope, depth)
                    .iter()
                    .flat_map(|leaf| match leaf {
                        Leaf::Expr(Expr::Tuple(tuple), scope) => name
                            .parse()
                            .ok()
                            .and_then(|at: usize| tuple.elems.get(at))
                            .map_or(vec![Leaf::Unknown], |one| self.expr(one, scope, depth)),
                        leaf => self.field(leaf, &name, depth),
                    })
                    .collect()
            }
            Expr::Call(call) => {
                let given: Vec<_> = call.args.iter().map(|one| Value::Expr(one, scope.clone())).collect();
                self.called(expr, &call.func, &given, scope, depth)
            }
            Expr::MethodCall(call) => self.method(expr, call, scope, depth),
            Expr::Struct(made) => {
                let path = &made.path;
                let variant = path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
                let owner = path.segments.iter().rev().nth(1).map(|s| s.ident.to_string()).unwrap_or_default();
                match self.sources.displayed(&owner, Some(&variant)) {
                    Some(texts) => vec![Leaf::Texts(texts)],
                    None => vec![Leaf::Expr(expr, scope.clone())],
                }
            }
            Expr::Lit(_) | Expr::Tuple(_) | Expr::Array(_) | Expr::Closure(_) => vec![Leaf::Expr(expr, scope.clone())],
            _ => vec![Leaf::Unknown],
        }
    }

    fn block(&self, block: &'a Block, scope: &Scope<'a>, depth: usize) -> Vec<Leaf<'a>> {
        tail(block, scope).iter().flat_map(|(last, scope)| self.expr(last, scope, depth)).collect()
    }

    fn named(&self, expr: &'a Expr, scope: &Scope<'a>, depth: usize) -> Vec<Leaf<'a>> {
        let Some((owner, name)) = name_of(expr) else { return vec![Leaf::Unknown] };
        if name == "None" {
            return Vec::new();
        }
        if name == "self"
            && let Some(texts) = self.sources.displayed(&self.sources.functions[scope.function].owner, None)
        {
            return vec![Leaf::Texts(texts)];
        }
        if let Some(value) = scope.get(&name).filter(|_| owner.is_empty()) {
            return self.leaves(&value.clone(), depth + 1);
        }
        let own = &self.sources.functions[scope.function].owner;
        if let Some(texts) = self.sources.displayed(if owner == "Self" { own } else { &owner }, Some(&name)) {
            return vec![Leaf::Texts(texts)];
        }
        match self.sources.constant(&owner, &name, &self.sources.functions[scope.function]) {
            Some(value) => self.expr(value, &Scope::new(scope.function), depth + 1),
            None => vec![Leaf::Expr(expr, scope.clone())],
        }
    }

    /// Returns the values that a call may return.
    fn called(
        &self,
        expr: &'a Expr,
        function: &'a Expr,
        given: &[Value<'a>],
        scope: &Scope<'a>,
        depth: usize,
    ) -> Vec<Leaf<'a>> {
        if let Some(name) = macro_name(function) {
            return if NEVER.contains(&name.as_str()) { Vec::new() } else { vec![Leaf::Expr(expr, scope.clone())] };
        }
        if let Some((closure, outer)) = self.closure(function, scope) {
            return self.expr(&closure.body, &outer.inside(closure, given), depth + 1);
        }
        let Some((owner, name)) = name_of(function) else { return vec![Leaf::Unknown] };
        let found = self.functions(&owner, &name, scope.function);
        if !found.is_empty() {
            return found.iter().flat_map(|&at| self.result_of(at, given, depth + 1)).collect();
        }
        match given.first() {
            Some(first) if WRAPPERS.contains(&name.as_str()) => self.leaves(first, depth),
            _ if name.starts_with(|c: char| c.is_ascii_uppercase()) => vec![Leaf::Expr(expr, scope.clone())],
            _ => vec![Leaf::Unknown],
        }
    }

    fn method(&self, expr: &'a Expr, call: &'a ExprMethodCall, scope: &Scope<'a>, depth: usize) -> Vec<Leaf<'a>> {
        let name = call.method.to_string();
        let receiver = || Value::Expr(&call.receiver, scope.clone());
        let own = || self.expr(&call.receiver, scope, depth).into_iter();
        let result = |at: usize, given: &[Value<'a>]| {
            call.args.get(at).map_or(Vec::new(), |f| self.applied(f, given, scope, depth))
        };
        match name.as_str() {
            "ok_or" | "ok_or_else" | "map_err" => self.expr(&call.receiver, scope, depth),
            "unwrap_or" | "or" => own().chain(call.args.iter().flat_map(|one| self.expr(one, scope, depth))).collect(),
            "unwrap_or_else" | "or_else" => own().chain(result(0, &[Value::Error(Rc::new(receiver()))])).collect(),
            "map" | "and_then" => result(0, &[receiver()]),
            "map_or" => call
                .args
                .first()
                .into_iter()
                .flat_map(|one| self.expr(one, scope, depth))
                .chain(result(1, &[receiver()]))
                .collect(),
            "map_or_else" => {
                result(0, &[Value::Error(Rc::new(receiver()))]).into_iter().chain(result(1, &[receiver()])).collect()
            }
            "find" => self.leaves(&Value::Each(Rc::new(receiver())), depth),
            "then" => result(0, &[]),
            "then_some" => call.args.iter().flat_map(|one| self.expr(one, scope, depth)).collect(),
            name => {
                let owner = self.type_of(&call.receiver, scope);
                if owner.is_empty() {
                    let same = SAME.contains(&name);
                    return if same { self.expr(&call.receiver, scope, depth) } else { vec![Leaf::Unknown] };
                }
                let found = self.methods(&owner, name, call.args.len());
                if !found.is_empty() {
                    let given: Vec<_> = call.args.iter().map(|one| Value::Expr(one, scope.clone())).collect();
                    return found.iter().flat_map(|&at| self.result_of(at, &given, depth + 1)).collect();
                }
                if SAME.contains(&name) {
                    return self.expr(&call.receiver, scope, depth);
                }
                let _ = expr;
                vec![Leaf::Unknown]
            }
        }
    }

    /// Returns the values of a closure or function that is given to another.
    pub(super) fn applied(
        &self,
        function: &'a Expr,
        given: &[Value<'a>],
        scope: &Scope<'a>,
        depth: usize,
    ) -> Vec<Leaf<'a>> {
        self.called(function, function, given, scope, depth)
    }

    /// Returns the values that a function may return.
    fn result_of(&self, at: usize, given: &[Value<'a>], depth: usize) -> Vec<Leaf<'a>> {
        // Nothing else has a text in it.
        let speaks =
            ["str", "String", "ErrorKind", "Self"].iter().any(|of| self.sources.functions[at].returns.contains(of));
        if depth > DEEPEST || !speaks {
            return vec![Leaf::Unknown];
        }
        let scope = self.scope_of(at, given);
        let body = self.sources.functions[at].body;
        let mut leaves = self.block(body, &scope, depth);
        leaves.extend(exits(body, &scope, false).iter().flat_map(|(expr, scope)| self.expr(expr, scope, depth)));
        leaves.retain(|leaf| !matches!(leaf, Leaf::Expr(Expr::Call(call), _) if name_of(&call.func).is_some_and(|(_, n)| n == "Err")));
        leaves
    }

    /// The variables of a function that is called with these.
    pub(super) fn scope_of(&self, at: usize, given: &[Value<'a>]) -> Scope<'a> {
        let function = &self.sources.functions[at];
        function.parameters.iter().enumerate().fold(Scope::new(at), |scope, (i, (pattern, of))| {
            let own = Value::Parameter(Callee::Function(at), i, of.clone());
            let given = given.get(i).filter(|_| !self.sources.displayed.contains_key(of)).cloned();
            scope.bind(pattern, given.unwrap_or(own))
        })
    }
}

//! The calls that make errors.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use quote::ToTokens;
use syn::Expr;
use syn::spanned::Spanned;

use super::Texts;
use super::scope::{Callee, Leaf, Scope, Value};
use super::sources::{Sources, name_of};
use super::texts::is_text;
use super::values::{Frame, Values};
use super::walk::walk;

/// Group of texts on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Group {
    Rule,
    /// A rule that a message may break.
    Advice,
    /// A rule for the arguments of a function in C.
    Argument,
    Kind,
    /// Texts that are added behind a text of any kind.
    Addition,
}

/// Functions that make errors of their arguments: file, name, and the positions of the rule or kind and of the text.
const FIRST: &[(&str, &str, Group, usize, usize)] = &[
    ("core/src/problem.rs", "new", Group::Rule, 1, 2),
    ("core/src/model/check.rs", "advise", Group::Advice, 1, 2),
    ("ffi/src/fault.rs", "argument", Group::Argument, 1, 2),
    ("core/src/error.rs", "new", Group::Kind, 0, 1),
    ("core/src/error.rs", "turn_into", Group::Kind, 0, 1),
    ("core/src/error.rs", "add_text", Group::Addition, 0, 0),
];

/// Functions whose errors have the texts of others: those of its problems, that of an earlier call.
const REPEATS: &[(&str, &str)] = &[("core/src/error.rs", "validation"), ("core/src/error.rs", "repeated")];

/// Texts that are not ours: file, rule, and what the page says of them.
pub(super) type Foreign = (&'static str, &'static str, &'static str);

pub(super) const FOREIGN: &[Foreign] = &[
    ("core/src/error_body.rs", "provider", "… (what the provider says)"),
    ("core/src/bulk/source/named.rs", "row", "… (what the `Serialize` of the row says)"),
];

/// A call of a maker in a function that has the rule, the kind or the text from its own arguments.
#[derive(Clone)]
struct Open<'a> {
    group: Group,
    name: Value<'a>,
    message: Value<'a>,
    /// The calls in between, with their arguments; the last one is that of the maker itself.
    frames: Vec<Frame<'a>>,
    /// File and line of the outermost call.
    place: String,
}

/// A call of a function or closure of the sources.
struct Site<'a> {
    /// Number of the function that it is in.
    function: usize,
    given: Rc<Vec<Value<'a>>>,
    place: String,
}

/// Reads the texts, and the places of calls whose texts it does not find.
pub(super) fn read(sources: &Sources<'_>, foreign: &'static [Foreign]) -> (Texts, BTreeSet<String>) {
    let values = Values::new(sources);
    let mut calls = Calls { values, found: Texts::default(), unread: BTreeSet::new(), foreign, used: BTreeSet::new() };
    let sites = calls.sites();
    let mut open: VecDeque<(Callee, Open<'_>)> = VecDeque::new();
    for (at, function) in sources.functions.iter().enumerate() {
        for (file, name, group, rule, message) in FIRST {
            if sources.is(function, file, name) {
                let callee = Callee::Function(at);
                let argument = |at| Value::Parameter(callee, at, String::new());
                let (name, message) = (argument(*rule), argument(*message));
                let place = String::new();
                open.push_back((callee, Open { group: *group, name, message, frames: Vec::new(), place }));
            }
        }
    }
    let mut makers = BTreeSet::new();
    while let Some((callee, maker)) = open.pop_front() {
        makers.insert(callee);
        // A text that is finished by another call.
        let Some(sites) = sites.get(&callee) else {
            if !maker.frames.is_empty() {
                calls.make(&maker, true);
            }
            continue;
        };
        for site in sites {
            // A function that calls itself gets its text from another call.
            let within = Callee::Function(site.function);
            if callee == within || maker.frames.iter().any(|(of, _)| *of == within) {
                continue;
            }
            let frames = [(callee, Rc::clone(&site.given))].into_iter().chain(maker.frames.iter().cloned());
            let made = Open { frames: frames.collect(), place: site.place.clone(), ..maker.clone() };
            let known = |callee: &Callee| made.frames.iter().any(|(of, _)| of == callee);
            if let Some(callee) = calls.make(&made, false).filter(|callee| !known(callee)) {
                open.push_back((callee, made));
            }
        }
    }
    calls.unread.extend(calls.forgotten(&makers));
    let unused = foreign.iter().filter(|(file, rule, _)| !calls.used.contains(&(*file, *rule)));
    calls.unread.extend(unused.map(|(file, rule, _)| format!("{file}: has no text of others for {rule}")));
    (calls.found, calls.unread)
}

struct Calls<'s, 'a> {
    values: Values<'s, 'a>,
    found: Texts,
    unread: BTreeSet<String>,
    foreign: &'static [Foreign],
    /// Those of them that are there.
    used: BTreeSet<(&'static str, &'static str)>,
}

impl<'a> Calls<'_, 'a> {
    /// All calls, by what they call.
    fn sites(&self) -> BTreeMap<Callee, Vec<Site<'a>>> {
        let mut sites: BTreeMap<Callee, Vec<Site<'a>>> = BTreeMap::new();
        let sources = self.values.sources;
        for (at, function) in sources.functions.iter().enumerate() {
            let mut without =
                FIRST.iter().map(|(file, name, ..)| (file, name)).chain(REPEATS.iter().map(|(f, n)| (f, n)));
            if without.any(|(file, name)| sources.is(function, file, name)) {
                continue;
            }
            walk(function.body, &self.values.scope_of(at, &[]), |expr, scope| {
                let (callees, given) = self.call(expr, scope);
                let given = Rc::new(given);
                for callee in callees {
                    let place = sources.files[function.file].place(expr.span());
                    sites.entry(callee).or_default().push(Site { function: at, given: Rc::clone(&given), place });
                }
            });
        }
        sites
    }

    /// Returns the functions that an expression may call, and its arguments.
    fn call(&self, expr: &'a Expr, scope: &Scope<'a>) -> (Vec<Callee>, Vec<Value<'a>>) {
        let values = |arguments: &mut dyn Iterator<Item = &'a Expr>| {
            arguments.map(|one| Value::Expr(one, scope.clone())).collect::<Vec<_>>()
        };
        match expr {
            Expr::Call(call) => (self.callees(&call.func, scope), values(&mut call.args.iter())),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                if let ("map_err" | "or_else" | "unwrap_or_else", Some(function @ Expr::Path(_))) =
                    (name.as_str(), call.args.first())
                {
                    let error = Value::Error(Rc::new(Value::Expr(&call.receiver, scope.clone())));
                    return (self.callees(function, scope), vec![error]);
                }
                let owner = self.values.type_of(&call.receiver, scope);
                let found = self.values.methods(&owner, &name, call.args.len());
                (found.into_iter().map(Callee::Function).collect(), values(&mut call.args.iter()))
            }
            _ => (Vec::new(), Vec::new()),
        }
    }

    fn callees(&self, function: &'a Expr, scope: &Scope<'a>) -> Vec<Callee> {
        if let Some((closure, _)) = self.values.closure(function, scope) {
            return vec![Callee::Closure(std::ptr::from_ref(closure) as usize)];
        }
        let Some((owner, name)) = name_of(function) else { return Vec::new() };
        self.values.functions(&owner, &name, scope.function).into_iter().map(Callee::Function).collect()
    }

    /// Calls of makers in macros whose arguments are no Rust.
    fn forgotten(&self, makers: &BTreeSet<Callee>) -> Vec<String> {
        let sources = self.values.sources;
        let made = |file: usize, owner: &str, name: &str| {
            let here = sources.functions.iter().position(|function| function.file == file);
            let found = here.map_or_else(Vec::new, |here| self.values.functions(owner, name, here));
            found.into_iter().any(|at| makers.contains(&Callee::Function(at)))
        };
        let files = sources.files.iter().enumerate();
        let calls = files.flat_map(|(at, file)| file.unread.iter().map(move |call| (at, file, call)));
        let forgotten = calls.filter(|(at, _, (owner, name, _))| made(*at, owner, name));
        forgotten.map(|(_, file, (.., span))| file.place(*span)).collect()
    }

    /// Takes the texts of a call. Returns what has to be called for the rest of it, unless it is the `last` call.
    fn make(&mut self, made: &Open<'a>, last: bool) -> Option<Callee> {
        self.values.frames.replace(made.frames.clone());
        self.values.met.take();
        let mut found = BTreeMap::new();
        let complete = self.values.is_copy(&made.name, &made.message) || self.pairs(made, &mut found);
        let met = self.values.met.take();
        // A closure in a function is called there.
        let inner = met.iter().find(|callee| matches!(callee, Callee::Closure(_))).or(met.iter().next()).copied();
        if inner.is_some() && !last {
            return inner;
        }
        let texts: &BTreeSet<String> = &found.values().flatten().cloned().collect();
        if complete && texts.iter().all(|text| is_text(text)) {
            let group = self.found.of(made.group);
            found.into_iter().for_each(|(name, texts)| group.entry(name).or_default().extend(texts));
        } else if let Some((file, rule, text)) = self
            .foreign
            .iter()
            .find(|(file, rule, _)| made.place.split(':').next() == Some(file) && found.keys().all(|name| name == rule))
        {
            self.used.insert((file, rule));
            self.found.of(made.group).entry((*rule).to_owned()).or_default().insert((*text).to_owned());
        } else {
            self.unread.insert(made.place.clone());
        }
        None
    }

    /// Texts by their rules or kinds. False if one of them is not found.
    fn pairs(&self, made: &Open<'a>, found: &mut BTreeMap<String, BTreeSet<String>>) -> bool {
        // A rule and its text that stand in one list belong together.
        let Value::Part(list, None, _) = self.values.chase(&made.name) else { return self.pair(made, found) };
        let rows = self.values.leaves(&list, 0);
        let mut complete = !rows.is_empty();
        for row in rows {
            self.values.chosen.borrow_mut().push((Rc::as_ptr(&list) as usize, row));
            complete &= self.pair(made, found);
            self.values.chosen.borrow_mut().pop();
        }
        complete
    }

    fn pair(&self, made: &Open<'a>, found: &mut BTreeMap<String, BTreeSet<String>>) -> bool {
        let names = self.values.leaves(&made.name, 0);
        let messages = self.values.leaves(&made.message, 0);
        let (mut complete, mut texts) = (!names.is_empty() && !messages.is_empty(), BTreeSet::new());
        for message in &messages {
            match self.values.texts(message, 0) {
                Some(more) => texts.extend(more),
                None => complete = false,
            }
        }
        for name in &names {
            let words = match (made.group, name) {
                (Group::Kind, Leaf::Expr(path @ Expr::Path(_), _)) => {
                    name_of(path).filter(|(owner, _)| owner == "ErrorKind").map(|(_, kind)| BTreeSet::from([kind]))
                }
                _ => self.values.texts(name, 0),
            };
            complete &= words.is_some();
            for word in words.into_iter().flatten() {
                found.entry(word).or_default().extend(texts.iter().cloned());
            }
        }
        complete
    }
}

impl<'a> Values<'_, 'a> {
    /// Returns true if rule and text are those of another problem.
    fn is_copy(&self, name: &Value<'a>, message: &Value<'a>) -> bool {
        let (name, message) = (self.chase(name), self.chase(message));
        let (Value::Expr(Expr::MethodCall(name), _), Value::Expr(Expr::MethodCall(message), _)) = (name, message)
        else {
            return false;
        };
        let receiver = |call: &syn::ExprMethodCall| call.receiver.to_token_stream().to_string();
        name.method == "rule" && message.method == "message" && receiver(name) == receiver(message)
    }
}

//! Texts of errors, collected from where the sources of the core and of the Python module declare them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, Spacing, TokenTree};

use crate::tokens::{arguments, binding, cleaned, ident, is_punct, literals, parameter};

/// Texts by what they belong to: the rule of a problem, or the kind of an error. `…` stands for what the call inserts.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) rules: BTreeMap<String, BTreeSet<String>>,
    /// Advice that a message does not follow. It is sent nevertheless.
    pub(crate) advice: BTreeMap<String, BTreeSet<String>>,
    pub(crate) kinds: BTreeMap<String, BTreeSet<String>>,
}

/// What makes an error, and where its arguments have the rule or kind and the text.
#[derive(Clone)]
struct Maker {
    group: Place,
    message: usize,
}

#[derive(Clone)]
enum Place {
    /// Argument with the name of a rule.
    Rule(usize),
    Advice(usize),
    /// Argument with `ErrorKind::X`.
    Kind(usize),
    Known(Known),
}

#[derive(Clone)]
enum Known {
    Rule(String),
    Kind(String),
}

type Arguments = Vec<Vec<TokenTree>>;

/// Everything that texts are looked up in.
#[derive(Default)]
struct Sources {
    files: Vec<Vec<TokenTree>>,
    /// Texts of constants, and of functions that return one, by name and file.
    named: BTreeMap<String, BTreeMap<usize, BTreeSet<String>>>,
    /// Closures and functions that pass one of their arguments on as the text of an error, by file and name. Of several
    /// in a file, calls mean the last one before them.
    makers: BTreeMap<(usize, String), Maker>,
    /// Number of the file that is read.
    file: usize,
}

/// What makes no errors of calls: reports of the doctor, replies of tests.
const OTHERS: &[&str] = &["doctor", "http/mock.rs", "simulation"];

/// Reads the sources of the core and of the Python module.
pub(crate) fn read() -> Result<Texts, String> {
    let mut sources = Sources::default();
    let (mut texts, mut ignored) = (Texts::default(), Texts::default());
    for folder in ["core/src", "python/src"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), &mut sources, &mut texts)?;
    }
    for (number, file) in sources.files.clone().iter().enumerate() {
        sources.file = number;
        sources.name(file);
    }
    // A function may stand below its callers, and call another one of its kind.
    for last in [false, false, true] {
        for (number, file) in sources.files.clone().iter().enumerate() {
            sources.file = number;
            sources.scan(file, &[], if last { &mut texts } else { &mut ignored });
        }
    }
    Ok(texts)
}

fn files(folder: &Path, sources: &mut Sources, texts: &mut Texts) -> Result<(), String> {
    let unread = |e: &dyn std::fmt::Display, path: &Path| format!("{}: {e}", path.display());
    for entry in std::fs::read_dir(folder).map_err(|e| unread(&e, folder))? {
        let path = entry.map_err(|e| unread(&e, folder))?.path();
        if OTHERS.iter().any(|other| path.ends_with(other)) {
            continue;
        }
        if path.is_dir() {
            files(&path, sources, texts)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).map_err(|e| unread(&e, &path))?;
            let tokens = cleaned(text.parse().map_err(|e| unread(&e, &path))?);
            if text.contains("enum PhoneError") {
                displayed(&tokens, texts.rules.entry("phone".to_owned()).or_default());
            }
            // It says what is wrong with a text; its callers, which setting has it.
            if path.ends_with("http/base_url.rs") {
                texts.kinds.entry("Configuration".to_owned()).or_default().extend(literals(&tokens));
            }
            sources.files.push(tokens);
        }
    }
    Ok(())
}

/// Texts of `#[error("…")]`.
fn displayed(tokens: &[TokenTree], found: &mut BTreeSet<String>) {
    for (i, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inner: Vec<_> = group.stream().into_iter().collect();
        let attribute = i > 0 && is_punct(&tokens[i - 1], '#');
        match inner.as_slice() {
            [TokenTree::Ident(name), TokenTree::Group(text), ..] if attribute && name == "error" => {
                found.extend(literals(&text.stream().into_iter().take(1).collect::<Vec<_>>()));
            }
            inner => displayed(inner, found),
        }
    }
}

impl Sources {
    /// Texts of constants and of functions that return a text.
    fn name(&mut self, tokens: &[TokenTree]) {
        for (i, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.name(&group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Ident(word) if *word == "const" || *word == "static" => {
                    let Some(name) = ident(tokens.get(i + 1)) else { continue };
                    let value = tokens[i..].iter().take_while(|token| !is_punct(token, ';')).cloned();
                    self.keep(name, literals(&value.collect::<Vec<_>>()));
                }
                TokenTree::Ident(word) if *word == "fn" => {
                    let Some(name) = ident(tokens.get(i + 1)) else { continue };
                    let body = tokens[i..]
                        .iter()
                        .position(|token| matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace));
                    let Some(body) = body.map(|at| i + at) else { continue };
                    let head: String = tokens[i..body].iter().map(ToString::to_string).collect();
                    let returned = head.rsplit("->").next().unwrap_or_default();
                    if ["String", "&'staticstr", "Cow<'static,str>", "Option<&'staticstr>", "Option<String>"]
                        .contains(&returned)
                    {
                        self.keep(name, literals(&tokens[body..=body]));
                    }
                }
                _ => {}
            }
        }
    }

    fn keep(&mut self, name: String, texts: BTreeSet<String>) {
        self.named.entry(name).or_default().entry(self.file).or_default().extend(texts);
    }

    /// Texts of a name in the file that is read; of another file if only one has the name.
    fn named(&self, name: &str) -> BTreeSet<String> {
        let Some(files) = self.named.get(name) else { return BTreeSet::new() };
        let mut others = files.values().filter(|texts| !texts.is_empty());
        let only = others.next().filter(|_| others.next().is_none());
        files.get(&self.file).or(only).cloned().unwrap_or_default()
    }

    /// Looks for what makes errors in tokens, whose enclosing tokens stand before them in `outer`.
    fn scan(&mut self, tokens: &[TokenTree], outer: &[&[TokenTree]], texts: &mut Texts) {
        for (i, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else { continue };
            let before = &tokens[..i];
            // `errors: &[…]` documents an operation.
            if let [.., name, colon, and] = before
                && ident(Some(name)).is_some_and(|word| word == "errors")
                && is_punct(colon, ':')
                && is_punct(and, '&')
            {
                continue;
            }
            let scopes: Vec<&[TokenTree]> = outer.iter().copied().chain([before]).collect();
            if group.delimiter() == Delimiter::Parenthesis {
                let arguments = arguments(group);
                let tuple = arguments.len() > 1 && ident(arguments[0].first()).is_some_and(|word| word == "ErrorKind");
                let last = arguments.len().saturating_sub(1);
                let maker =
                    if tuple { Some(Maker { group: Place::Kind(0), message: last }) } else { self.maker(before) };
                if let Some(maker) = maker {
                    self.take(&maker, &arguments, &scopes, texts);
                }
            }
            let inner: Vec<_> = group.stream().into_iter().collect();
            self.scan(&inner, &scopes, texts);
        }
    }

    /// What the tokens before parentheses call.
    fn maker(&self, before: &[TokenTree]) -> Option<Maker> {
        let name = ident(before.last())?;
        let rest = &before[..before.len() - 1];
        let method = rest.last().is_some_and(|token| is_punct(token, '.'));
        let owner = match rest {
            [.., owner, TokenTree::Punct(first), TokenTree::Punct(_)]
                if first.as_char() == ':' && first.spacing() == Spacing::Joint =>
            {
                ident(Some(owner)).unwrap_or_default()
            }
            _ => String::new(),
        };
        let made = |group, message| Some(Maker { group, message });
        match (owner.as_str(), name.as_str()) {
            ("Problem", "new") | ("Error", "invalid") => made(Place::Rule(1), 2),
            // Of the Python module.
            ("error", "invalid") => made(Place::Rule(2), 3),
            ("Error", "new") => made(Place::Kind(0), 1),
            ("Error", "configuration") => made(Place::Known(Known::Kind("Configuration".to_owned())), 0),
            ("Error", "internal") => made(Place::Known(Known::Kind("Internal".to_owned())), 0),
            ("", "refuse") if method => made(Place::Rule(1), 2),
            ("", "advise") if method => made(Place::Advice(1), 2),
            // Not the definition itself.
            ("", _) if !method && ident(rest.last()).is_none_or(|word| word != "fn") => {
                self.makers.get(&(self.file, name)).cloned()
            }
            _ => None,
        }
    }

    fn take(&mut self, maker: &Maker, arguments: &Arguments, scopes: &[&[TokenTree]], texts: &mut Texts) {
        let Some(message) = arguments.get(maker.message) else { return };
        let at = |place: usize| arguments.get(place).map(Vec::as_slice).unwrap_or_default();
        let (into, name) = match &maker.group {
            Place::Rule(place) => (&mut texts.rules, one_word(at(*place))),
            Place::Advice(place) => (&mut texts.advice, one_word(at(*place))),
            Place::Kind(place) => (&mut texts.kinds, kind_of(at(*place))),
            Place::Known(Known::Rule(rule)) => (&mut texts.rules, Some(rule.clone())),
            Place::Known(Known::Kind(kind)) => (&mut texts.kinds, Some(kind.clone())),
        };
        let found = self.resolve(message, scopes, 0);
        if let Some(name) = name {
            if found.is_empty() {
                self.pass_on(maker, &name, message, scopes);
            } else {
                into.entry(name).or_default().extend(found);
            }
        }
    }

    /// Texts of an argument: its literals, or else those of the variables, constants and functions that it names.
    fn resolve(&self, tokens: &[TokenTree], scopes: &[&[TokenTree]], depth: u8) -> BTreeSet<String> {
        let mut found = literals(tokens);
        if depth > 2 || !found.is_empty() {
            return found;
        }
        let mut tokens: Vec<TokenTree> = tokens.iter().rev().cloned().collect();
        while let Some(token) = tokens.pop() {
            match token {
                TokenTree::Group(group) => {
                    tokens.extend(group.stream().into_iter().collect::<Vec<_>>().into_iter().rev())
                }
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    let called =
                        matches!(tokens.last(), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis);
                    let constant = name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
                    match scopes.iter().rev().find_map(|scope| binding(scope, &name)) {
                        Some(value) if !called => found.extend(self.resolve(&value, scopes, depth + 1)),
                        None if called || constant => found.extend(self.named(&name)),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Remembers a closure or function that got the text as an argument.
    fn pass_on(&mut self, maker: &Maker, name: &str, message: &[TokenTree], scopes: &[&[TokenTree]]) {
        let Some(message) = ident(message.first()) else { return };
        let group = match &maker.group {
            Place::Kind(_) | Place::Known(Known::Kind(_)) => Place::Known(Known::Kind(name.to_owned())),
            _ => Place::Known(Known::Rule(name.to_owned())),
        };
        for scope in scopes.iter().rev() {
            if let Some((name, at)) = parameter(scope, &message) {
                self.makers.insert((self.file, name), Maker { group, message: at });
                return;
            }
        }
    }
}

/// `X` of `ErrorKind::X`.
fn kind_of(tokens: &[TokenTree]) -> Option<String> {
    ident(tokens.first()).filter(|word| word == "ErrorKind")?;
    ident(tokens.last())
}

/// The word of a literal.
fn one_word(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Literal(literal)] => Some(literal.to_string().trim_matches('"').to_owned()),
        _ => None,
    }
}

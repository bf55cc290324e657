//! Puts the mutants that `cargo mutants --list --json` names into the files, each behind a switch of its own: one build
//! for all of them. `tests/slow/mutants.py` calls it.
//!
//! Reads an array of mutants from standard input and changes the files below the folder that is given. A mutant's number
//! is its place in the array. Prints the numbers of those that it could place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// Returns true if a mutant is on: its number is in `MUTANT`. The file named in `MUTANTS_SEEN` gets the numbers of all
/// mutants that are reached.
const SWITCH: &str = r#"
#[doc(hidden)]
pub mod mutant {
    use std::sync::{OnceLock, atomic::{AtomicBool, Ordering}};
    static CHOSEN: OnceLock<(usize, Option<std::path::PathBuf>)> = OnceLock::new();
    static SEEN: [AtomicBool; 20_000] = [const { AtomicBool::new(false) }; 20_000];
    pub fn is(number: usize) -> bool {
        let (chosen, seen) = CHOSEN.get_or_init(|| {
            let chosen = std::env::var("MUTANT").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
            (chosen, std::env::var_os("MUTANTS_SEEN").map(Into::into))
        });
        if let Some(path) = seen && !SEEN[number].swap(true, Ordering::Relaxed) {
            use std::io::Write as _;
            let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
            let _ = file.and_then(|mut file| file.write_all(format!("{number}\n").as_bytes()));
        }
        *chosen == number
    }
}
"#;

struct Mutant {
    number: usize,
    genre: String,
    replacement: String,
    name: String,
}

/// Byte offsets.
type Range = (usize, usize);

struct Placer<'a> {
    text: &'a str,
    /// Offsets of lines.
    lines: Vec<usize>,
    /// By where they begin.
    mutants: BTreeMap<usize, Vec<Mutant>>,
    /// Texts to insert before and after a part of the file, with the number of the first mutant in it.
    around: Vec<(Range, String, String)>,
    placed: Vec<usize>,
}

fn on(mutant: &Mutant) -> String {
    format!("crate::mutant::is({})", mutant.number)
}

impl Placer<'_> {
    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines[line - 1];
        self.text[start..].char_indices().nth(column).map_or(self.text.len(), |(i, _)| start + i)
    }

    fn range(&self, span: proc_macro2::Span) -> Range {
        let (start, end) = (span.start(), span.end());
        (self.offset(start.line, start.column), self.offset(end.line, end.column))
    }

    fn slice(&self, (start, end): Range) -> &str {
        &self.text[start..end]
    }

    fn at(&mut self, start: usize, genre: &str) -> Vec<Mutant> {
        let all = self.mutants.remove(&start).unwrap_or_default();
        let (these, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|m| m.genre == genre);
        if !others.is_empty() {
            self.mutants.insert(start, others);
        }
        self.placed.extend(these.iter().map(|m| m.number));
        these
    }

    /// The mutants' expressions before the original one.
    fn choose(&mut self, whole: Range, mutants: &[Mutant], text: impl Fn(&Self, &Mutant) -> String) {
        if mutants.is_empty() {
            return;
        }
        let cases: String = mutants.iter().map(|m| format!("if {} {{ {} }} else ", on(m), text(self, m))).collect();
        self.around.push((whole, format!("({cases}{{ "), " })".to_owned()));
    }
}

impl<'ast> Visit<'ast> for Placer<'_> {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        if let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) {
            let whole = (self.range(first.span()).0, self.range(last.span()).1);
            let mutants = self.at(whole.0, "FnValue");
            if !mutants.is_empty() {
                let cases = mutants.iter().map(|m| format!("if {} {{ return {}; }} ", on(m), m.replacement)).collect();
                self.around.push((whole, cases, String::new()));
            }
        }
        visit::visit_block(self, block);
    }

    /// A static value with mutants in it is computed when it is first used: a constant could not ask for the switches.
    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        let (kind, value) = (self.range(item.ty.span()), self.range(item.expr.span()));
        if self.mutants.range(value.0..value.1).next().is_some() {
            self.around.push((kind, "std::sync::LazyLock<".to_owned(), ">".to_owned()));
            self.around.push((value, "std::sync::LazyLock::new(|| ".to_owned(), ")".to_owned()));
        }
        visit::visit_item_static(self, item);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        let mutants = self.at(self.range(expr.op.span()).0, "BinaryOperator");
        let (left, right) = (self.range(expr.left.span()), self.range(expr.right.span()));
        self.choose((left.0, right.1), &mutants, |it, m| {
            format!("{} {} {}", it.slice(left), m.replacement, it.slice(right))
        });
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast syn::ExprUnary) {
        let whole = self.range(expr.span());
        let mutants = self.at(whole.0, "UnaryOperator");
        let inner = self.range(expr.expr.span());
        self.choose(whole, &mutants, |it, m| format!("{}{}", m.replacement, it.slice(inner)));
        visit::visit_expr_unary(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let deleted = self.at(self.range(arm.span()).0, "MatchArm");
        if let Some((_, guard)) = &arm.guard {
            let whole = self.range(guard.span());
            let mut guards = self.at(whole.0, "MatchArmGuard");
            // `true || (!false && (guard))`
            guards.sort_by_key(|m| m.replacement != "true");
            let mut before = deleted.iter().map(|m| format!("!{} && ", on(m))).collect::<String>() + "(";
            for mutant in &guards {
                before += &match mutant.replacement.as_str() {
                    "true" => format!("{} || ", on(mutant)),
                    _ => format!("!{} && ", on(mutant)),
                };
            }
            self.around.push((whole, before + "(", "))".to_owned()));
        } else if let Some(mutant) = deleted.first() {
            let (_, end) = self.range(arm.pat.span());
            self.around.push(((end, end), format!(" if !{} ", on(mutant)), String::new()));
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, expr: &'ast syn::ExprStruct) {
        if let Some(rest) = &expr.rest {
            let rest = self.range(rest.span());
            for field in &expr.fields {
                let mutants = self.at(self.range(field.span()).0, "StructField");
                let syn::Member::Named(name) = &field.member else { continue };
                let (name, value) = (name.to_string(), self.range(field.expr.span()));
                if field.colon_token.is_none() {
                    // `name` alone: `name: if … { rest.name } else { name }`.
                    if let Some(mutant) = mutants.first() {
                        let before = format!("{name}: if {} {{ ({}).{name} }} else {{ ", on(mutant), self.slice(rest));
                        self.around.push((value, before, " }".to_owned()));
                    }
                    continue;
                }
                self.choose(value, &mutants, |it, _| format!("({}).{name}", it.slice(rest)));
            }
        }
        visit::visit_expr_struct(self, expr);
    }
}

fn place(path: &Path, mutants: Vec<(Value, Mutant)>) -> Vec<usize> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let mut placer = Placer { text: &text, lines, mutants: BTreeMap::new(), around: Vec::new(), placed: Vec::new() };
    for (span, mutant) in mutants {
        let number = |name: &str| span["start"][name].as_u64().unwrap() as usize;
        let start = placer.offset(number("line"), number("column") - 1);
        placer.mutants.entry(start).or_default().push(mutant);
    }
    placer.visit_file(&syn::parse_file(&text).unwrap());
    for mutant in placer.mutants.values().flatten() {
        eprintln!("not placed: {}", mutant.name);
    }
    // Outer parts are opened first and closed last.
    let mut pieces: Vec<(usize, bool, (isize, isize), &str)> = Vec::new();
    for (turn, ((start, end), before, after)) in placer.around.iter().enumerate() {
        let (length, turn) = ((end - start) as isize, turn as isize);
        pieces.push((*start, true, (-length, turn), before));
        pieces.push((*end, false, (length, -turn), after));
    }
    pieces.sort_by_key(|(at, opens, order, _)| (*at, *opens, *order));
    let mut out = String::new();
    let mut from = 0;
    for (at, _, _, piece) in pieces {
        out.push_str(&text[from..at]);
        out.push_str(piece);
        from = at;
    }
    out.push_str(&text[from..]);
    std::fs::write(path, out).unwrap();
    placer.placed
}

fn main() {
    let root = std::env::args().nth(1).expect("the folder");
    let mut json = String::new();
    std::io::stdin().read_to_string(&mut json).unwrap();
    let all: Vec<Value> = serde_json::from_str(&json).unwrap();
    let mut files: BTreeMap<String, Vec<(Value, Mutant)>> = BTreeMap::new();
    for (number, mutant) in all.into_iter().enumerate().filter(|(_, m)| !m.is_null()) {
        let text = |name: &str| mutant[name].as_str().unwrap().to_owned();
        let [file, genre, replacement, name] = ["file", "genre", "replacement", "name"].map(text);
        files.entry(file).or_default().push((mutant["span"].clone(), Mutant { number, genre, replacement, name }));
    }
    let root = Path::new(&root);
    let placed: Vec<usize> = files.into_iter().flat_map(|(file, mutants)| place(&root.join(file), mutants)).collect();
    let library = root.join("core/src/lib.rs");
    let text = std::fs::read_to_string(&library).unwrap();
    std::fs::write(&library, text + SWITCH).unwrap();
    println!("{}", serde_json::to_string(&placed).unwrap());
}

//! Tokens of Rust sources, and what error texts need to know of them.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The tokens without documentation and without what is behind `#[cfg(test)]`.
pub(crate) fn cleaned(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let TokenTree::Group(group) = &token else {
            kept.push(token);
            continue;
        };
        let mut before = kept.iter().rev().skip_while(|token| is_punct(token, '!'));
        let attribute =
            group.delimiter() == Delimiter::Bracket && before.next().is_some_and(|last| is_punct(last, '#'));
        let inside = if attribute { group.stream().to_string().replace(' ', "") } else { String::new() };
        if inside == "cfg(test)" {
            let ends = |token: &TokenTree| {
                is_punct(token, ';') || matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace)
            };
            let _ = tokens.find(ends);
        }
        if !inside.starts_with("doc=") && inside != "cfg(test)" {
            kept.push(Group::new(group.delimiter(), cleaned(group.stream()).into_iter().collect()).into());
        }
    }
    kept
}

pub(crate) fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

pub(crate) fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

/// Arguments between commas.
pub(crate) fn arguments(group: &Group) -> Vec<Vec<TokenTree>> {
    let mut all = vec![Vec::new()];
    for token in group.stream() {
        if is_punct(&token, ',') {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.push(token);
        }
    }
    all.retain(|argument| !argument.is_empty());
    all
}

/// Texts of literals, at any depth: what has several words.
pub(crate) fn literals(tokens: &[TokenTree]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => found.extend(text(&literal.to_string())),
            TokenTree::Group(group) => found.extend(literals(&group.stream().into_iter().collect::<Vec<_>>())),
            _ => {}
        }
    }
    found
}

/// The text of a string literal as readers see it.
pub(crate) fn text(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let (mut out, mut chars) = (String::new(), inner.chars().peekable());
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('\n')) => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            ('\\', _) => out.extend(chars.next()),
            ('{' | '}', Some(next)) if *next == c => out.extend(chars.next()),
            ('{', _) => {
                out.push('…');
                let _ = chars.find(|c| *c == '}');
            }
            _ => out.push(c),
        }
    }
    let words = out.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    (words > 1).then(|| out.trim().to_owned())
}

/// The value of the last `let name = …` in these tokens.
pub(crate) fn binding(scope: &[TokenTree], name: &str) -> Option<Vec<TokenTree>> {
    let at = (0..scope.len()).rev().find(|&i| {
        ident(scope.get(i)).is_some_and(|word| word == "let")
            && scope[i + 1..]
                .iter()
                .take_while(|token| !is_punct(token, '=') && !is_punct(token, ';'))
                .any(|token| token.to_string() == name || bound_in_group(token, name))
    })?;
    let value = scope[at..].iter().skip_while(|token| !is_punct(token, '=')).skip(1);
    // A closure is no value.
    let value: Vec<_> = value.take_while(|token| !is_punct(token, ';')).cloned().collect();
    (!value.first().is_some_and(|token| is_punct(token, '|'))).then_some(value)
}

pub(crate) fn bound_in_group(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Group(group) if group.stream().into_iter().any(|inner| inner.to_string() == name))
}

/// Name of the closure or function at the end of these tokens that has a parameter, and the parameter's position.
pub(crate) fn parameter(scope: &[TokenTree], wanted: &str) -> Option<(String, usize)> {
    let at = (0..scope.len())
        .rev()
        .find(|&i| ident(scope.get(i)).is_some_and(|word| word == "let" || word == "fn" || word == "impl"))?;
    let (word, name) = (ident(scope.get(at))?, ident(scope.get(at + 1))?);
    let rest = &scope[at + 2..];
    let parameters: Vec<TokenTree> = match word.as_str() {
        "fn" => rest.iter().find_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                Some(group.stream().into_iter().collect())
            }
            _ => None,
        })?,
        _ => {
            let inside = rest.iter().skip_while(|token| !is_punct(token, '|')).skip(1);
            inside.take_while(|token| !is_punct(token, '|')).cloned().collect()
        }
    };
    let names: Vec<String> =
        parameters.split(|token| is_punct(token, ',')).filter_map(|one| ident(one.first())).collect();
    names.iter().position(|name| name == wanted).map(|at| (name, at))
}

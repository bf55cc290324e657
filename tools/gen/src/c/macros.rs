//! Functions that `getters!` and `setters!` define in the C library, written out, because cbindgen does not expand macros.

use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::tokens::{ident, is_punct};

/// Definitions of the macros, and a function that is in no header.
const OTHERS: &[&str] = &["boundary", "handle", "setting"];

/// Returns an error if a file in `folder` has functions for C and is not one of `sources`.
pub(super) fn all_listed(folder: &Path, sources: &[&str]) -> Result<(), String> {
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).map_err(|e| format!("{}: {e}", next.display()))? {
            let path = entry.map_err(|e| e.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let name = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
            let name = name.to_string_lossy().replace('\\', "/");
            let exports = ["no_mangle", "getters!", "setters!"].iter().any(|word| text.contains(word));
            if exports && !sources.iter().chain(OTHERS).any(|known| *known == name) {
                return Err(format!("{}: has functions for C and is not in SOURCES", path.display()));
            }
        }
    }
    Ok(())
}

/// Returns a source with the functions of its macros written out.
///
/// # Errors
/// If a macro has something that this does not understand: it would be missing in the header.
pub(super) fn written_out(name: &str, text: &str) -> Result<String, String> {
    let tokens: TokenStream = text.parse().map_err(|e| format!("{name}: {e}"))?;
    let wrong = |problem: String| format!("{name}: {problem}");
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let (mut out, mut at) = (TokenStream::new(), 0);
    while let Some(token) = tokens.get(at) {
        let pointer = pointer(&tokens, at);
        match (pointer, tokens.get(at + 2)) {
            (Some(pointer), Some(TokenTree::Group(group))) => {
                out.extend(functions(group, pointer).map_err(wrong)?);
                at += 3;
            }
            (Some(_), _) => return Err(wrong("a macro without its braces".to_owned())),
            (None, _) => {
                if let TokenTree::Group(group) = token {
                    top_level_only(group).map_err(wrong)?;
                }
                out.extend([token.clone()]);
                at += 1;
            }
        }
    }
    Ok(out.to_string())
}

/// The pointer of the functions that a macro at this position defines.
fn pointer(tokens: &[TokenTree], at: usize) -> Option<&'static str> {
    let pointer = match ident(tokens.get(at))?.as_str() {
        "getters" => "*const",
        "setters" => "*mut",
        _ => return None,
    };
    tokens.get(at + 1).is_some_and(|token| is_punct(token, '!')).then_some(pointer)
}

/// Returns an error for a macro inside of something else, whose functions would be missing.
fn top_level_only(group: &Group) -> Result<(), String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if pointer(&tokens, at).is_some() {
            return Err(format!("{token}! is read only outside of every other item"));
        }
        if let TokenTree::Group(inner) = token {
            top_level_only(inner)?;
        }
    }
    Ok(())
}

/// `parameter: type;`, then for each function its attributes, `name(parameters) -> type = …;`. Parameters and type are
/// optional, and a setter has `+=` if it adds a value.
fn functions(group: &Group, pointer: &str) -> Result<TokenStream, String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut lines = tokens.split(|token| is_punct(token, ';'));
    let [TokenTree::Ident(parameter), colon, TokenTree::Ident(class)] = lines.next().unwrap_or_default() else {
        return Err("a macro does not begin with `parameter: type;`".to_owned());
    };
    if !is_punct(colon, ':') {
        return Err(format!("`{parameter}` of a macro has no type"));
    }
    let mut out = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let shown: String = line.iter().map(|token| format!("{token} ")).collect();
        function(line, &format!("{parameter}: {pointer} {class}"), &mut out)
            .ok_or_else(|| format!("a line of a macro is not understood: {shown}"))?;
    }
    out.parse().map_err(|e| format!("{e}: {out}"))
}

fn function(line: &[TokenTree], first: &str, out: &mut String) -> Option<()> {
    let mut rest = line;
    while let [hash, TokenTree::Group(attribute), behind @ ..] = rest
        && is_punct(hash, '#')
        && attribute.delimiter() == Delimiter::Bracket
    {
        // Any other attribute could take the function out of the library, or give it another name.
        ident(attribute.stream().into_iter().next().as_ref()).filter(|word| word == "doc")?;
        out.push_str(&format!("#{attribute}\n"));
        rest = behind;
    }
    let [TokenTree::Ident(name), rest @ ..] = rest else { return None };
    let (more, rest) = match rest {
        [TokenTree::Group(more), rest @ ..] if more.delimiter() == Delimiter::Parenthesis => {
            (more.stream().to_string(), rest)
        }
        rest => (String::new(), rest),
    };
    let equals = rest.iter().position(|token| is_punct(token, '='))?;
    let result = match &rest[..equals] {
        [] => "smsbat_code".to_owned(),
        [plus] if is_punct(plus, '+') => "smsbat_code".to_owned(),
        [dash, arrow, result @ ..] if is_punct(dash, '-') && is_punct(arrow, '>') && !result.is_empty() => {
            result.iter().cloned().collect::<TokenStream>().to_string()
        }
        _ => return None,
    };
    out.push_str(&format!(
        "#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {name}({first}, {more}) -> {result} {{}}\n"
    ));
    Some(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        source.parse::<TokenStream>().unwrap().to_string()
    }

    #[test]
    fn functions_are_written_out_however_they_are_spaced() {
        for source in [
            "getters! { a: smsbat_a;\n    /// Text.\n    smsbat_a_b(i: usize) -> *const c_char = null(), |a| a.b;\n}",
            "  getters!{a : smsbat_a ;\n#[doc = \" Text.\"]\nsmsbat_a_b\n(\n  i : usize\n)\n  -> *const c_char\n=null(),|a|a.b;}",
        ] {
            let expected = "/// Text.\n#[unsafe(no_mangle)]\n\
                pub unsafe extern \"C\" fn smsbat_a_b(a: *const smsbat_a, i: usize) -> *const c_char {}";
            assert_eq!(written_out("a.rs", source).unwrap(), text(expected), "{source}");
        }
        let expected =
            "#[unsafe(no_mangle)] pub unsafe extern \"C\" fn smsbat_a_b(a: *mut smsbat_a, x: T) -> smsbat_code {}";
        for sign in ["=", "+="] {
            let source = format!("setters! {{ a: smsbat_a; smsbat_a_b(x: T) {sign} \"b\", |o| {{ o.b = x; }}; }}");
            assert_eq!(written_out("a.rs", &source).unwrap(), text(expected), "{sign}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for source in [
            "getters! { smsbat_a_b -> u64 = 0, |a| a.b; }",
            "getters! { a: smsbat_a; smsbat_a_b -> u64, |a| a.b; }",
            "getters! { a: smsbat_a; #[cfg(test)] smsbat_a_b -> u64 = 0, |a| a.b; }",
            "setters! { a: smsbat_a; smsbat_a_b(x: T) -= \"b\", |o| {}; }",
            "mod inner { getters! { a: smsbat_a; smsbat_a_b -> u64 = 0, |a| a.b; } }",
            "getters!;",
        ] {
            assert!(written_out("a.rs", source).is_err_and(|e| e.starts_with("a.rs: ")), "{source}");
        }
    }

    #[test]
    fn a_file_with_functions_must_be_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ffi/src");
        let error = all_listed(&folder, &["version"]).unwrap_err();
        assert!(error.contains("is not in SOURCES"), "{error}");
    }
}

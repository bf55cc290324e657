//! Stub of `smsbat.AsyncClient`: the stub of `smsbat.Client` with coroutines.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Classes and what they are called there.
const CLASSES: &[(&str, &str)] = &[
    ("Client", "AsyncClient"),
    ("Messages", "AsyncMessages"),
    ("Cascade", "AsyncCascade"),
    ("ChatHub", "AsyncChatHub"),
    ("Chats", "AsyncChats"),
    ("Follow", "AsyncFollow"),
    ("ChatEvents", "AsyncChatEvents"),
    ("TurboSmsApi", "AsyncTurboSmsApi"),
    ("Messagio", "AsyncMessagio"),
];

/// Of the clients alone: most calls at once.
const ARGUMENT: &str = "        max_concurrency: int = 32,\n";

pub(crate) fn stub(blocking: &str) -> String {
    let mut body = String::new();
    let mut inside = false;
    let mut lines = blocking.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("class ") {
            let name = rest.split(['(', ':']).next().unwrap_or_default();
            inside = CLASSES.iter().any(|(of, _)| *of == name);
            if inside {
                let _ = write!(body, "\n@final\n{}\n", renamed(line));
            }
            continue;
        }
        if !line.starts_with(' ') {
            inside &= line.is_empty();
            continue;
        }
        // What a namespace keeps for the other client.
        let private = line.starts_with("    def _") && !line.starts_with("    def __");
        if private {
            while lines.peek().is_some_and(|next| next.starts_with("        ") || next.starts_with("    )")) {
                lines.next();
            }
        }
        if inside && !private {
            member(&mut body, line);
        }
    }
    let names = body.split(|c: char| !c.is_alphanumeric() && c != '_').collect::<BTreeSet<_>>();
    let mut out = String::from("# Written by `make gen` from python/stubs/client.pyi.\n");
    for (module, known) in [
        ("collections.abc", &["AsyncIterable", "AsyncIterator", "Callable", "Iterable", "Mapping"][..]),
        ("datetime", &["datetime"]),
        ("os", &["PathLike"]),
        ("typing", &["Any", "Literal", "final", "overload"]),
        ("typing_extensions", &["Self"]),
    ] {
        let used: Vec<&str> = known.iter().filter(|name| names.contains(*name)).copied().collect();
        if !used.is_empty() {
            let _ = writeln!(out, "from {module} import {}", used.join(", "));
        }
    }
    out.push_str("\nfrom ._smsbat import (\n");
    for name in names.iter().filter(|name| crate::python::defines(blocking, name)) {
        let _ = writeln!(out, "    {name},");
    }
    out.push_str(")\n");
    out.push_str(&body);
    out
}

fn member(body: &mut String, line: &str) {
    let line = match line {
        "    def __new__(" => "    def __init__(",
        "        cls," => "        self,",
        "    ) -> Self: ..." => "    ) -> None: ...",
        "    def close(self) -> None: ..." => "    async def aclose(self) -> None: ...",
        "    def __enter__(self) -> Self: ..." => "    async def __aenter__(self) -> Self: ...",
        "    def __exit__(self, *_exception: object) -> None: ..." => {
            "    async def __aexit__(self, *_exception: object) -> None: ..."
        }
        "    def __iter__(self) -> Self: ..." => "    def __aiter__(self) -> Self: ...",
        _ => line,
    };
    let line = line.replace("    def __next__(", "    async def __anext__(");
    let line =
        line.replace("source: _Path | Iterable[_Row] |", "source: _Path | Iterable[_Row] | AsyncIterable[_Row] |");
    let before = body.lines().last().unwrap_or_default();
    let plain = ["def __", "async def", "def chats(", "def follow(", "def listen("]
        .iter()
        .any(|d| line.trim_start().starts_with(d));
    let decorated = before == "    @property" || before == "    @staticmethod";
    let line = match line.strip_prefix("    def ") {
        Some(rest) if !plain && !decorated => format!("    async def {rest}"),
        _ => line,
    };
    body.push_str(&renamed(&line));
    body.push('\n');
    if line == "        *," && body.contains("class AsyncClient") && !body.contains(ARGUMENT) {
        body.push_str(ARGUMENT);
    }
}

/// The line with the other client's names in it.
fn renamed(line: &str) -> String {
    if let Some(rest) = line.strip_prefix("class ") {
        let end = rest.find(['(', ':']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let own = CLASSES.iter().find(|(of, _)| *of == name).map_or(name, |(_, own)| own);
        return format!("class {own}{tail}");
    }
    let Some((head, result)) = line.rsplit_once("-> ") else { return line.to_owned() };
    let name = result.trim_end_matches(": ...");
    match CLASSES.iter().find(|(of, _)| *of == name) {
        Some((_, own)) => format!("{head}-> {own}: ..."),
        None => line.to_owned(),
    }
}

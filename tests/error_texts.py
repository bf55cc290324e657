"""The texts of docs/reference/errors.md, as patterns for the errors of a suite."""

from __future__ import annotations

import pathlib
import re

PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs" / "reference" / "errors.md"


class Page:
    """The page's texts: those of each kind, those of each rule, and what may stand behind a text."""

    def __init__(self, text: str) -> None:
        self.kinds: dict[str, list[re.Pattern[str]]] = {}
        self.rules: dict[str, list[re.Pattern[str]]] = {}
        kind, is_advice = "", False
        for line in text.splitlines():
            if heading := re.fullmatch(r"## (\w+)", line):
                kind = heading[1]
            elif line.startswith("| Rule |"):
                is_advice = "Advice" in line
            elif row := re.fullmatch(r"\| `(\w+)` \| (.+) \|", line):
                if not is_advice:
                    self.rules.setdefault(row[1], []).append(pattern(row[2]))
            elif item := re.fullmatch(r"- (.+)", line):
                self.kinds.setdefault(kind, []).append(pattern(item[1]))

    def has_rule(self, rule: str, message: str) -> bool:
        return any(text.fullmatch(message) for text in self.rules.get(rule, []))

    def has_kind(self, kind: str, message: str) -> bool:
        """Also of a text with something behind it; the page lists that before the first kind."""
        ends = [found.start() for text in self.kinds[""] for found in text.finditer(message)]
        texts = [message, *(message[:end] for end in ends)]
        return any(text.fullmatch(one) for text in self.kinds.get(kind, []) for one in texts)


def page() -> Page:
    return Page(PAGE.read_text("utf-8"))


def pattern(text: str) -> re.Pattern[str]:
    """A text of the page. What a call inserts may be anything, but not what ends the text for a reader."""
    plain = re.sub(r"\\(.)", r"\1", text)
    plain = re.sub(r"… \(what the .* says\)", "…", plain)
    return re.compile(".*".join(map(re.escape, plain.split("…"))), re.DOTALL)

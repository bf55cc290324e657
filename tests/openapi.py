"""Checks the requests that the test suites sent against tests/openapi.yaml, and their completeness.

Usage: openapi.py DIRECTORY, with the files that SMSBAT_SANDBOX_RECORD wrote there.

Every request must be valid. Every operation must have been called in each language. Every documented field of
a request must have been sent.
"""

import collections
import json
import pathlib
import sys
import urllib.parse

import yaml
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

DOCUMENT = pathlib.Path(__file__).parent / "openapi.yaml"
LANGUAGES = ["rust", "c", "python"]


class Recorded:
    """One recorded request, as the validator wants it."""

    def __init__(self, line: dict) -> None:
        url = urllib.parse.urlsplit(line["url"])
        chathub = url.path.startswith(("/api/company", "/api/operator", "/api/chat"))
        self.host_url = "https://chatapi.smsbat.com" if chathub else "https://restapi.smsbat.com"
        self.path = url.path
        self.method = line["method"].lower()
        headers = Headers(line["headers"])
        self.content_type = headers.get("Content-Type", "")
        self.body = line["body"].encode()
        query = ImmutableMultiDict(urllib.parse.parse_qsl(url.query))
        self.parameters = RequestParameters(query=query, header=headers, cookie={})


class Fields:
    """The documented fields of requests, and which of them were sent."""

    def __init__(self, document: dict) -> None:
        self.document = document
        self.sent: set[str] = set()

    def resolve(self, node: dict) -> tuple[str, dict]:
        """A schema and its name, if it has one."""
        name = ""
        while "$ref" in node:
            path = node["$ref"].removeprefix("#/").split("/")
            name, node = path[-1], self.document
            for step in path:
                node = node[step]
        return name, node

    def documented(self, node: dict, path: str, found: set[str], seen: tuple = ()) -> None:
        """Collects the paths of all properties below a schema."""
        name, schema = self.resolve(node)
        path = name or path
        if name in seen:
            return
        for part in parts(schema):
            self.documented(part, path, found, (*seen, name) if name else seen)
        for key, child in schema.get("properties", {}).items():
            found.add(f"{path}.{key}")
            self.documented(child, f"{path}.{key}", found, (*seen, name) if name else seen)
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                self.documented(schema[key], path, found, (*seen, name) if name else seen)

    def mark(self, node: dict, path: str, value: object) -> None:
        """Notes the properties that a value has."""
        name, schema = self.resolve(node)
        path = name or path
        for part in parts(schema):
            if self.fits(part, value):
                self.mark(part, path, value)
        if isinstance(value, dict):
            for key, child in schema.get("properties", {}).items():
                if key in value:
                    self.sent.add(f"{path}.{key}")
                    self.mark(child, f"{path}.{key}", value[key])
            if isinstance(schema.get("additionalProperties"), dict):
                for child in value.values():
                    self.mark(schema["additionalProperties"], path, child)
        if isinstance(value, list) and isinstance(schema.get("items"), dict):
            for child in value:
                self.mark(schema["items"], path, child)

    def fits(self, node: dict, value: object) -> bool:
        """Returns true if a value can belong to this alternative of a schema."""
        schema = self.resolve(node)[1]
        kind = schema.get("type")
        if kind in ("array", "object") and isinstance(value, list) != (kind == "array"):
            return False
        if not isinstance(value, dict):
            return True
        constants = {k: v["const"] for k, v in schema.get("properties", {}).items() if "const" in v}
        known = schema.get("additionalProperties") is not False or set(value) <= set(
            schema.get("properties", {})
        )
        required = set(schema.get("required", [])) <= set(value)
        return known and required and all(value.get(k) == v for k, v in constants.items())


def parts(schema: dict) -> list[dict]:
    """Schemas that a schema is put together from."""
    found = [part for key in ("oneOf", "anyOf", "allOf") for part in schema.get(key, [])]
    return found + [schema[key] for key in ("then", "else") if key in schema]


def operations(document: dict) -> dict[tuple[str, str], dict]:
    methods = ("get", "post", "put", "patch", "delete")
    return {(m.upper(), p): item[m] for p, item in document["paths"].items() for m in methods if m in item}


def language(line: dict) -> str:
    """From `smsbat/0.1.0 (python/3.11.7; linux; x86_64)`."""
    agent = line["headers"].get("user-agent", "")
    return agent.partition("(")[2].partition(";")[0].partition("/")[0] if agent.startswith("smsbat/") else ""


def is_hub(line: dict) -> bool:
    """True for the chat hub, whose protocol the description does not have: tests/slow/hub.py judges it."""
    return urllib.parse.urlsplit(line["url"]).path.startswith("/chathub")


def check_all(lines: list[tuple[str, dict]], problems: list[str]) -> int:
    """Validates one of each kind of request; gives how many that were."""
    validator = OpenAPI.from_file_path(str(DOCUMENT))
    distinct = set()
    for file, line in lines:
        key = (line["method"], urllib.parse.urlsplit(line["url"])[2:], line["body"])
        if key in distinct or not language(line) or is_hub(line):
            continue
        distinct.add(key)
        try:
            validator.validate_request(Recorded(line))
        except Exception as error:  # the validator's errors have no common base
            cause = error.__cause__ or error
            problems.append(
                f"{file}: {line['method']} {line['url']}: {error!r}: {cause}\n  {line['body'][:500]}"
            )
    return len(distinct)


def main() -> int:
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    known = operations(document)
    lines = [
        (file.name, json.loads(text))
        # Not the vectors of a comparison, which are masked.
        for file in sorted(pathlib.Path(sys.argv[1]).glob("requests-*.jsonl"))
        # Not `splitlines`, which takes a U+2028 in a text for the end of a line.
        for text in file.read_text(encoding="utf-8").split("\n")
        if text
    ]
    problems: list[str] = []
    checked = check_all(lines, problems)

    called: dict[str, collections.Counter] = {name: collections.Counter() for name in LANGUAGES}
    fields = Fields(document)
    documented: set[str] = set()
    for (method, path), operation in known.items():
        content = fields.resolve(operation.get("requestBody", {}))[1].get("content", {})
        for body in content.values():
            fields.documented(body["schema"], path, documented)
        for parameter in operation.get("parameters", []):
            documented.add(f"{method} {path}?{fields.resolve(parameter)[1]['name']}")
    for _, line in lines:
        key = (line["method"], line["api_operation_path"])
        # The sandbox's own tests send what no client of ours does.
        if key not in known or language(line) not in called:
            continue
        called[language(line)][key] += 1
        operation = known[key]
        content = fields.resolve(operation.get("requestBody", {}))[1].get("content", {})
        for kind, body in content.items():
            form = dict(urllib.parse.parse_qsl(line["body"]))
            fields.mark(body["schema"], key[1], form if "form" in kind else json.loads(line["body"]))
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(line["url"]).query)
        for parameter in operation.get("parameters", []):
            parameter = fields.resolve(parameter)[1]
            if parameter["in"] == "path" or parameter["name"] in query:
                fields.sent.add(f"{key[0]} {key[1]}?{parameter['name']}")

    for name, counter in called.items():
        missing = [" ".join(key) for key in known if not counter[key]]
        problems += [f"{operation} was not called in {name}" for operation in missing]
        print(f"  {name}: {len(known) - len(missing)} of {len(known)} operations, {counter.total()} requests")
    unsent = sorted(documented - fields.sent)
    problems += [f"the documented field {field} was not sent" for field in unsent]
    print(f"  {len(documented) - len(unsent)} of {len(documented)} documented fields")
    for problem in problems:
        print(f"FAILED {problem}")
    print(f"{checked + len(documented) - len(problems)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

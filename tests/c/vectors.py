"""Runs the shared vectors in C: each case becomes a C function that builds the message with its setters."""

import json
import re
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VECTORS = ROOT / "tests" / "vectors"
HEADER = ROOT / "include" / "smsbat.h"


# Kinds of message whose name in C is not that of the class.
KINDS = {"CascadeMessage": "Cascade", "TurboSmsMessage": "Turbosms"}
# A credential for every API.
SETTINGS = {
    "SMSBAT_VIBER_BOT_TOKEN": "test-viber",
    "SMSBAT_TELEGRAM_BOT_KEY": "test-telegram",
    "SMSBAT_COMPANY_TOKEN": "test.company.token",
    "SMSBAT_MESSAGIO_USER": "test-user",
    "SMSBAT_MESSAGIO_SIGN": "test-sign",
}


class Skip(Exception):
    """Why C cannot express a case."""


def read_header():
    """Parameters of each function as (type, name), and the number of each error."""
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)
    functions = {}
    for name, parameters in re.findall(r"\b(smsbat_\w+)\(([^)]*)\)", text):
        pairs = [re.match(r"(.*?)(\w+)$", p.strip(), flags=re.DOTALL) for p in parameters.split(",")]
        functions[name] = [(pair[1].strip(), pair[2]) for pair in pairs if pair]
    codes = {int(number): name.lower() for name, number in re.findall(r"SMSBAT_ERROR_(\w+) = (\d+)", text)}
    return functions, codes


FUNCTIONS, CODES = read_header()


def literal(text):
    """A C array of the text's bytes: a literal could be longer than C99 promises to take."""
    data = text.encode()
    if 0 in data:
        raise Skip("C texts cannot hold a NUL")
    return "(const char[]){" + ",".join(f"(char){b}" for b in [*data, 0]) + "}"


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def singular(name):
    if name in ("carousel", "survey"):
        return f"{name}_{'card' if name == 'carousel' else 'option'}"
    return name[:-2] if name.endswith("ses") else name.removesuffix("s")


class Builder:
    """Writes the statements that make one object."""

    literal = staticmethod(literal)

    def __init__(self):
        self.lines = []
        self.parts = 0

    def scalar(self, value, kind, where):
        if isinstance(value, bool) and kind == "bool":
            return str(value).lower()
        if isinstance(value, int) and not isinstance(value, bool) and kind == "int64_t":
            return self.number(value)
        if isinstance(value, str) and kind == "const char *":
            return self.literal(value)
        if isinstance(value, dict) and kind == "const char *":
            return self.literal(json.dumps(value))
        if isinstance(value, dict) and kind == "const smsbat_part *":
            return self.part(value)
        raise Skip(f"the types do not allow this value of {where}")

    def number(self, value):
        return f"INT64_C({value})"

    def part(self, value):
        """The name of a variable that holds the part."""
        if "$" not in value:
            made = f"smsbat_part_from_json({literal(json.dumps(value))})"
            used = set()
        else:
            name, _, variant = value["$"].partition(".")
            constructor = f"smsbat_{snake(name)}_{variant or 'new'}"
            arguments, used = [], {"$"}
            for kind, parameter in FUNCTIONS[constructor]:
                field = "type" if parameter == "kind" else parameter
                if field == "void":
                    continue
                arguments.append(self.scalar(value[field], kind, field) if field in value else "NULL")
                used.add(field)
            made = f"{constructor}({', '.join(arguments)})"
        self.parts += 1
        variable = f"part{self.parts}"
        self.lines.append(f"smsbat_part *{variable} = {made};")
        if "$" in value:
            rest = {k: v for k, v in value.items() if k not in used}
            self.fields(variable, snake(value["$"].partition(".")[0]), rest)
        return variable

    def fields(self, variable, prefix, values):
        for field, value in values.items():
            one = singular(field)
            setter, adder, pair = (
                f"smsbat_{prefix}_set_{field}",
                f"smsbat_{prefix}_add_{one}",
                f"smsbat_{prefix}_set_{one}",
            )
            if setter in FUNCTIONS:
                kind = FUNCTIONS[setter][1][0]
                self.lines.append(f"{setter}({variable}, {self.scalar(value, kind, field)});")
            elif adder in FUNCTIONS:
                if not value:
                    raise Skip("a list that is given but empty cannot be made by adding to it")
                kind = FUNCTIONS[adder][1][0]
                for entry in value:
                    self.lines.append(f"{adder}({variable}, {self.scalar(entry, kind, field)});")
            elif f"{pair}_int" in FUNCTIONS:
                for name, entry in value.items():
                    function = pair if isinstance(entry, str) else f"{pair}_int"
                    kind = FUNCTIONS[function][2][0]
                    self.lines.append(
                        f"{function}({variable}, {literal(name)}, {self.scalar(entry, kind, field)});"
                    )
            else:
                raise LookupError(f"the header has no setter for {field}")

    def message(self, index, value):
        variable = f"messages[{index}]"
        if "$" not in value:
            self.lines.append(f"{variable} = smsbat_message_from_json({literal(json.dumps(value))});")
            return
        kind = snake(KINDS.get(value["$"], value["$"])).upper()
        self.lines.append(f"{variable} = smsbat_message_new(SMSBAT_MESSAGE_{kind});")
        self.fields(variable, "message", {k: v for k, v in value.items() if k != "$"})


def matching_call(case):
    """The call that a case of matching.json stands for."""
    operation, rows, field = case["operation"], case["rows"], "messages"
    common = {"sender": "MyShop", "text": "Hi"}
    call = {"name": case["name"], "operation": operation}
    if operation == "turbosms.send":
        recipients = [to for _, to in case["sent"]]
        call["message"] = {
            "$": "TurboSmsMessage",
            "recipients": recipients,
            "sms": {"$": "TurboSms"},
            **common,
        }
        field, answer = (
            "recipients",
            {"response_code": 802, "response_status": "PARTIAL", "response_result": rows},
        )
    elif operation == "cascade.send":
        more = {"message_type": "transaction", **common}
        call["messages"] = [{"$": "CascadeMessage", "id": own, "to": to, **more} for own, to in case["sent"]]
        answer = rows
    else:
        plain = {"type": "sms", "from": "MyShop", "text": "Hi"}
        call["messages"] = [
            {"$": "Sms", "to": to, "customer_message_id": own, **common} if own else {"to": to, **plain}
            for own, to in case["sent"]
        ]
        answer = {"messages": rows}
    ids = case.get("message_ids", [])
    want = [{"outcome": outcome} for outcome in case["outcomes"]]
    for row, message_id in zip(want, ids, strict=False):
        row["message_id"] = message_id
    return {**call, "reply": {"status": 200, "json": answer}, "value": {field: want}}


def send_body(case, send):
    builder = Builder()
    for i, message in enumerate(case["messages"]):
        builder.message(i, message)
    count = len(case["messages"])
    free = [f"smsbat_part_free(part{i + 1});" for i in range(builder.parts)]
    return [
        f"smsbat_message *messages[{max(count, 1)}] = {{NULL}};",
        *builder.lines,
        *free,
        f"{send}(client, messages, {count});",
    ]


def phone_arguments(case, literal, none):
    """Text and country of a case of phones.json."""
    if "check" in case:
        raise Skip("check_phones is a setting of a client; Rust and Python run it")
    return f"{literal(case['text'])}, {literal(case['country']) if 'country' in case else none}"


def function_body(case):
    arguments = ", ".join(literal(a) for a in case["arguments"])
    return [f"{case['function']}({arguments});"]


def body(case):
    if "text" in case:
        return [f"phone({phone_arguments(case, literal, 'NULL')});"]
    if "function" in case:
        return function_body(case)
    if case["operation"] == "messages.send":
        return send_body(case, "send_messages")
    if case["operation"] == "cascade.send":
        return send_body(case, "send_cascade")
    if case["operation"] == "turbosms.send":
        lines = send_body({"messages": [case["message"]]}, "")
        return [*lines[:-1], "send_turbosms(client, messages[0]);"]
    if "arguments" in case:
        return [
            f"call_by_name(client, {literal(case['operation'])}, {literal(json.dumps(case['arguments']))});"
        ]
    if case["operation"] == "messages.status":
        return [f"ask_status(client, {literal(case['message_id'])});"]
    raise LookupError(f"no C for {case['operation']}")


def source(bodies):
    """The whole program: it runs the case whose number is its argument."""
    out = ['#include "vectors.h"', ""]
    for number, lines in bodies.items():
        out += [f"static void case{number}(smsbat_client *client) {{", "  (void)client;"]
        out += [f"  {line}" for line in lines] + ["}", ""]
    out += ["void run_case(int number, smsbat_client *client) {", "  switch (number) {"]
    out += [f"  case {number}: case{number}(client); break;" for number in bodies]
    out += ["  default: break;", "  }", "}", ""]
    return "\n".join(out)


class Control:
    """The sandbox's control API."""

    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method, path, value=None):
        data = None if value is None else json.dumps(value).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data, headers, method=method)
        # Longer than what the sandbox is asked to wait.
        with self.opener.open(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")


def differences(have, want, path="$"):
    """Returns the differences of `have` from `want`. Only the keys in `want` are compared."""
    if want == "$any":
        return [] if isinstance(have, str) else [f"{path}: {have!r} is no text"]
    if isinstance(want, dict) and isinstance(have, dict):
        return [d for k, v in want.items() for d in differences(have.get(k), v, f"{path}.{k}")]
    if isinstance(want, list) and isinstance(have, list) and len(have) == len(want):
        return [d for i, v in enumerate(want) for d in differences(have[i], v, f"{path}[{i}]")]
    return [] if have == want and type(have) is type(want) else [f"{path}: have {have!r}, want {want!r}"]


def exact(have, want, path="$"):
    """As `differences`, but objects must have the same keys."""
    if isinstance(want, dict) and isinstance(have, dict) and set(have) != set(want):
        return [f"{path}: have the keys {sorted(have)}, want {sorted(want)}"]
    if isinstance(want, dict) and isinstance(have, dict):
        return [d for k, v in want.items() for d in exact(have[k], v, f"{path}.{k}")]
    if isinstance(want, list) and isinstance(have, list) and len(have) == len(want):
        return [d for i, v in enumerate(want) for d in exact(have[i], v, f"{path}[{i}]")]
    return differences(have, want, path)


def wire_differences(requests, want):
    if len(requests) != 1:
        return [f"{len(requests)} requests arrived"]
    request = requests[0]
    found = [f"{key}: {request[key]}" for key in ("method", "path") if request[key] != want[key]]
    return found + (exact(json.loads(request["body"]), want["json"]) if "json" in want else [])


def phone_verdict(case, shown):
    if "e164" in case:
        want = {"e164": case["e164"], "digits": case["e164"][1:]}
        found = differences(shown, want)
        return found or ([] if want["digits"].startswith(shown["country"]) else ["the country is another"])
    error = shown.get("error", {"message": "", "problems": []})
    found = differences([p["rule"] for p in error["problems"]], [case["rule"]], "rules")
    return found + ([] if case["reason"] in error["message"] else [f"the reason is: {error['message']}"])


def verdict(case, shown, requests):
    """Returns the faults in the program's output and in the sandbox's messages."""
    if "text" in case:
        return phone_verdict(case, shown)
    if "function" in case:
        return differences(shown["value"], case["value"])
    error = shown.get("error")
    if error:
        error["kind"] = CODES[error.pop("number")]
    found = []
    if "problems" in case:
        have = [{"path": p["path"], "rule": p["rule"]} for p in (error or {}).get("problems", [])]
        found += exact(have, case["problems"], "problems")
        found += [f"{len(requests)} requests were sent"] if requests else []
    if "error" in case:
        want = dict(case["error"])
        if isinstance(want.get("code"), int):
            # C gives the provider's code as text, whatever it came as.
            want["code"] = str(want["code"])
        found += differences(error, want, "error") if error else ["it did not fail"]
    elif error:
        found.append(f"it failed: {error}")
    if "value" in case and not error:
        found += differences(shown["value"], case["value"], "value")
    if "wire" in case:
        found += wire_differences(requests, case["wire"])
    sends = case.get("operation") in ("messages.send", "cascade.send", "turbosms.send")
    if sends and "reply" not in case and "error" not in case and not error:
        found += [] if shown["value"]["ok"] else ["the sandbox did not accept it"]
    return found


@dataclass
class Language:
    """How the cases become a program."""

    name: str
    standard: str
    support: Path
    body: Callable
    source: Callable


C = Language("C", "c99", Path(__file__).with_suffix(".c"), body, source)


def run(score, compiler, environment, language=C):
    """Runs every case of every file."""
    # The walk through every operation is run by operations.py, files of rows by run.py; how the environment
    # and rows of types that C does not have are read is the core's own.
    elsewhere = ("operations", "proxies", "sources", "tables")
    files = [path for path in sorted(VECTORS.glob("*.json")) if path.stem not in elsewhere]
    cases = [case for path in files for case in json.loads(path.read_text())]
    cases = [matching_call(case) if "sent" in case else case for case in cases]
    bodies = {}
    for number, case in enumerate(cases):
        try:
            bodies[number] = language.body(case)
        except Skip as why:
            print(f"skipped in {language.name}: {case['name']}: {why}")
    generated = compiler.output / f"vectors_cases{language.support.suffix}"
    generated.write_text(language.source(bodies))
    sources = [generated, language.support]
    path, problem = compiler.program(sources, f"vectors-{language.standard}", language.standard)
    score.add(f"vectors compile in {language.name}", problem)
    if problem:
        return
    control = Control(environment["SMSBAT_BASE_URL"])
    environment = environment | SETTINGS | {"SMSBAT_CHATHUB_URL": environment["SMSBAT_BASE_URL"]}
    for number in bodies:
        name, problem = one(cases[number], number, path, control, environment)
        score.add(f"{name} in {language.name}", problem)


def one(case, number, path, control, environment):
    control.call("POST", "reset", {})
    if "reply" in case:
        control.call("POST", "reply_next", case["reply"])
    done = subprocess.run([path, str(number)], env=environment, capture_output=True, text=True, timeout=60)
    name = f"vector '{case['name']}'"
    if done.returncode != 0:
        return name, f"exit code {done.returncode}\n{done.stderr}"
    requests = control.call("GET", "requests")["requests"]
    return name, "\n".join(verdict(case, json.loads(done.stdout), requests))

"""Runs the shared vectors in C++: each case becomes a function that builds the message with the classes."""

import json
import re
from pathlib import Path

import vectors
from vectors import FUNCTIONS, Skip, singular, snake

HERE = Path(__file__).resolve().parent
HEADER = HERE.parents[1] / "include" / "smsbat.hpp"


def read_header():
    """The functions of each class, so that a case which does not compile is seen before."""
    parts = re.split(r"^class (\w+)[^;{]*\{$", HEADER.read_text(), flags=re.MULTILINE)
    return {
        name: set(re.findall(r"\b(\w+)\(", body)) for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


CLASSES = read_header()


def literal(text):
    """A C++ text; octal, because a hexadecimal number takes in what follows."""
    data = text.encode()
    if 0 in data:
        raise Skip("C++ refuses a NUL at once")
    plain = "".join(chr(b) if 0x20 <= b < 0x7F and chr(b) not in '"\\?' else f"\\{b:03o}" for b in data)
    return f'"{plain}"sv'


class Builder(vectors.Builder):
    """Writes the statements that make one object."""

    literal = staticmethod(literal)

    def number(self, value):
        return f"std::int64_t{{{value}}}"

    def made(self, name, variant, arguments):
        """The statement that makes a part."""
        variable = f"part{self.parts}"
        given = ", ".join(arguments)
        if variant:
            return f"auto {variable} = smsbat::{name}::{variant}({given});"
        return f"smsbat::{name} {variable}({given});" if given else f"smsbat::{name} {variable};"

    def part(self, value):
        used = set()
        name, variant, arguments = "JsonPart", "", [literal(json.dumps(value))]
        if "$" in value:
            name, _, variant = value["$"].partition(".")
            arguments, used = [], {"$"}
            for kind, parameter in FUNCTIONS[f"smsbat_{snake(name)}_{variant or 'new'}"]:
                field = "type" if parameter == "kind" else parameter
                if field == "void":
                    continue
                if field not in value:
                    raise Skip(f"without {field} it does not compile")
                arguments.append(self.scalar(value[field], kind, field))
                used.add(field)
        self.parts += 1
        variable = f"part{self.parts}"
        self.lines.append(self.made(name, variant, arguments))
        if "$" in value:
            self.fields(variable, name, {k: v for k, v in value.items() if k not in used})
        return variable

    def fields(self, variable, name, values):
        prefix = snake(name) if f"smsbat_{snake(name)}_new" in FUNCTIONS or name == "Action" else "message"
        prefix = "message" if "public Message" in self.base(name) else prefix
        for field, value in values.items():
            one = singular(field)
            if not {field, f"add_{one}", one} & CLASSES[name]:
                raise Skip(f"a {name} has no {field}: it does not compile")
            setter, adder = f"smsbat_{prefix}_set_{field}", f"smsbat_{prefix}_add_{one}"
            if setter in FUNCTIONS:
                given = self.scalar(value, FUNCTIONS[setter][1][0], field)
                self.lines.append(f"{variable}.{field}({given});")
            elif adder in FUNCTIONS:
                if not value:
                    raise Skip("a list that is given but empty cannot be made by adding to it")
                for entry in value:
                    given = self.scalar(entry, FUNCTIONS[adder][1][0], field)
                    self.lines.append(f"{variable}.add_{one}({given});")
            else:
                for key, entry in value.items():
                    kind = "const char *" if isinstance(entry, str) else "int64_t"
                    given = self.scalar(entry, kind, field)
                    self.lines.append(f"{variable}.{one}({literal(key)}, {given});")

    @staticmethod
    def base(name):
        return re.search(rf"^class {name}( : [\w ]+)?", HEADER.read_text(), flags=re.MULTILINE)[0]

    def message(self, index, value):
        variable = f"message{index}"
        if "$" in value:
            self.lines.append(f"smsbat::{value['$']} {variable};")
            self.fields(variable, value["$"], {k: v for k, v in value.items() if k != "$"})
        else:
            self.lines.append(f"smsbat::JsonMessage {variable}({literal(json.dumps(value))});")
        self.lines.append(f"messages.push_back(std::move({variable}));")


def body(case):
    if "text" in case:
        return [f"phone({vectors.phone_arguments(case, literal, 'std::nullopt')});"]
    if "function" in case:
        return [f"{case['function']}({', '.join(literal(a) for a in case['arguments'])});"]
    operation = case["operation"]
    if operation in ("messages.send", "cascade.send", "turbosms.send") and "arguments" not in case:
        builder = Builder()
        for i, message in enumerate(case["messages"] if "messages" in case else [case["message"]]):
            builder.message(i, message)
        send = {"messages.send": "send(messages)", "cascade.send": "cascade_send(messages)"}
        call = send.get(operation, "turbosms_send(messages[0])")
        return ["std::vector<smsbat::Message> messages;", *builder.lines, f"caller.{call};"]
    if "arguments" in case:
        return [f"caller.call({literal(operation)}, {literal(json.dumps(case['arguments']))});"]
    if operation == "messages.status":
        return [f"caller.status({literal(case['message_id'])});"]
    raise LookupError(f"no C++ for {operation}")


def source(bodies):
    """The whole program: it runs the case whose number is its argument."""
    out = ['#include "vectors.hpp"', ""]
    for number, lines in bodies.items():
        out += [f"static void case{number}(const Caller& caller) {{", "  (void)caller;"]
        out += [f"  {line}" for line in lines] + ["}", ""]
    out += ["void run_case(int number, const smsbat::Client& client) {"]
    out += ["  const Caller caller{client, number % 2 == 0};", "  switch (number) {"]
    out += [f"    case {number}: return case{number}(caller);" for number in bodies]
    out += ["    default: return;", "  }", "}", ""]
    return "\n".join(out)


CPP = vectors.Language("C++", "c++17", HERE / "vectors.cpp", body, source)

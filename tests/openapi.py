"""Checks every request that the test suites' sandboxes took against tests/openapi.yaml.

Usage: openapi.py DIRECTORY, with the files that SMSBAT_SANDBOX_RECORD made there.
"""

import collections
import json
import pathlib
import sys
import urllib.parse

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

HERE = pathlib.Path(__file__).parent


class Recorded:
    """One recorded request, as the validator wants it."""

    def __init__(self, line: dict) -> None:
        url = urllib.parse.urlsplit(line["url"])
        self.host_url = "https://chatapi.smsbat.com" if is_chathub(url.path) else "https://restapi.smsbat.com"
        self.path = url.path
        self.method = line["method"].lower()
        headers = Headers(line["headers"])
        self.content_type = headers.get("Content-Type", "")
        self.body = line["body"].encode()
        query = ImmutableMultiDict(urllib.parse.parse_qsl(url.query))
        self.parameters = RequestParameters(query=query, header=headers, cookie={})


def is_chathub(path: str) -> bool:
    return path.startswith(("/api/company", "/api/operator", "/api/chat"))


def main() -> int:
    document = OpenAPI.from_file_path(str(HERE / "openapi.yaml"))
    seen: collections.Counter[str] = collections.Counter()
    failures = 0
    distinct = set()
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*.jsonl")):
        for text in file.read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            seen[f"{line['method']} {line['api_operation_path']}"] += 1
            # Ports and ids differ, shapes repeat: one of a kind is enough.
            key = (line["method"], urllib.parse.urlsplit(line["url"]).path, line["body"])
            if key in distinct:
                continue
            distinct.add(key)
            try:
                document.validate_request(Recorded(line))
            except Exception as error:  # the validator's errors have no common base
                failures += 1
                cause = error.__cause__ or error
                print(
                    f"{file.name}: {line['method']} {line['url']}: {error!r}: {cause}\n  {line['body'][:500]}"
                )
    for operation, count in sorted(seen.items()):
        print(f"  {operation}: {count}")
    if not seen:
        print("nothing was recorded: run the suites first")
        return 1
    print(f"{len(distinct) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""Takes the folder of this machine out of the bills of materials of wheels, in place: `sbom.py WHEEL ...`.

Cargo names the crates of a workspace by the folder where they are; from the root of the sources on, the name
is the same everywhere. Descriptions, authors and links of crates are left out.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

from targets import ROOT

BILLS = ".cyclonedx.json"
RECORD = ".dist-info/RECORD"
# Two fifths of a bill, and 14 KB of a wheel.
ELSEWHERE = ("description", "author", "externalReferences")


def bill(text: bytes) -> bytes:
    found = json.loads(text.replace(ROOT.as_uri().encode(), b"file://"))
    for component in found["components"]:
        for name in ELSEWHERE:
            component.pop(name, None)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def record(old: bytes, changed: dict[str, bytes]) -> bytes:
    """The list of files, with the hash and size of those that changed."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    for name, digest, size in csv.reader(io.StringIO(old.decode())):
        if name in changed:
            digest = base64.urlsafe_b64encode(hashlib.sha256(changed[name]).digest()).rstrip(b"=")
            lines.writerow([name, f"sha256={digest.decode()}", len(changed[name])])
        else:
            lines.writerow([name, digest, size])
    return out.getvalue().encode()


def clean(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as source:
        files = [(info, source.read(info)) for info in source.infolist()]
    changed = {info.filename: bill(content) for info, content in files if info.filename.endswith(BILLS)}
    new = wheel.with_suffix(".new")
    with zipfile.ZipFile(new, "w") as to:
        for info, content in files:
            if info.filename.endswith(RECORD):
                to.writestr(info, record(content, changed))
            else:
                to.writestr(info, changed.get(info.filename, content))
    new.replace(wheel)


if __name__ == "__main__":
    for path in sys.argv[1:]:
        clean(Path(path))

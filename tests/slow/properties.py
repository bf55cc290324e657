"""Any table of recipients and texts in every carrier, 100,000 tables in all.

`core/tests/properties.rs` tries files as bytes, `tests/python/properties.py` what Python writes and carries.
The last line is `N passed, N failed`.
"""

from __future__ import annotations

import os
import sys

import carriers
import common

RUST = 70_000
# Of each carrier.
PYTHON = 2_000
LIGHT = ["csv_file", "json_file", "dicts", "generator", "sqlite", "messages", "arro3"]
HEAVY = ["numpy_dicts", "pandas", "polars", "pyarrow", "duckdb"]
PROGRAM = "import sys, properties; sys.exit(properties.main({}, {!r}))"


def main() -> int:
    score = common.Score()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    rust = common.run(
        *(
            common.CARGO,
            "test",
            "--quiet",
            "-p",
            "smsbat-core",
            "--features",
            "journal",
            "--test",
            "properties",
        ),
        cwd=common.ROOT,
        env=clean | {"SMSBAT_TABLES": str(RUST)},
        timeout=3600,
    )
    score.add(f"{RUST} tables in Rust", rust.stdout + rust.stderr if rust.returncode else "")
    needed = [common.pinned("arro3-core"), common.pinned("hypothesis")]
    python = common.venv("properties-python", [*carriers.PACKAGES, *needed])
    clean |= {"PYTHONPATH": os.pathsep.join([str(common.ROOT / "python"), str(carriers.FOLDER)])}
    for name, count, before, chosen in (
        ("light carriers", PYTHON, "", LIGHT),
        ("heavy carriers", PYTHON, "", HEAVY),
        ("without pyarrow", PYTHON, carriers.WITHOUT, ["numpy_dicts", "pandas", "polars"]),
    ):
        done = common.run(python, "-c", before + PROGRAM.format(count, chosen), env=clean, timeout=3600)
        print("\n".join(done.stdout.splitlines()[-2:-1]), flush=True)
        score.count(f"{count} tables of each of the {name}", done)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

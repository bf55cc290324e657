"""Property tests with 100,000 tables of recipients and texts in every carrier.

`core/tests/properties.rs` tries files as bytes, and `tests/python/properties.py` Python's files and data
frames. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import carriers
import common

RUST = 72_000
# Of each carrier.
PYTHON = 2_000
LIGHT = ["csv_file", "json_file", "dicts", "generator", "sqlite", "messages", "arro3"]
HEAVY = ["numpy_dicts", "pandas", "polars", "pyarrow", "duckdb"]
WITHOUT_PYARROW = ["numpy_dicts", "pandas", "polars"]
PROGRAM = "import sys, properties; sys.exit(properties.main({}, {!r}))"


def main() -> int:
    score = common.Score()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    needed = [*common.pins("arro3-core"), *common.pins("hypothesis")]
    python = common.venv("properties-python", [*carriers.PACKAGES, *needed])

    def rust() -> subprocess.CompletedProcess[str]:
        call = [common.CARGO, "test", "--quiet", "-p", "smsbat-core", "--features", "journal"]
        environment = clean | {"SMSBAT_TABLES": str(RUST)}
        return common.run(*call, "--test", "properties", cwd=common.ROOT, env=environment, timeout=3600)

    def tables(before: str, chosen: list[str]) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(common.ROOT / "python"), str(carriers.FOLDER)])
        program = before + PROGRAM.format(PYTHON, chosen)
        return common.run(python, "-c", program, env=clean | {"PYTHONPATH": path}, timeout=3600)

    with ThreadPoolExecutor(2) as pool:
        files = pool.submit(rust)
        runs = {
            name: pool.submit(tables, before, chosen)
            for name, before, chosen in (
                ("light carriers", "", LIGHT),
                ("heavy carriers", "", HEAVY),
                ("heavy carriers without pyarrow", carriers.WITHOUT, WITHOUT_PYARROW),
            )
        }
        for name, run in runs.items():
            done = run.result()
            print("\n".join(done.stdout.splitlines()[-2:-1]), flush=True)
            score.count(f"{PYTHON} tables in each of the {name}", done)
        done = files.result()
        score.add(f"{RUST} tables in Rust", done.stdout + done.stderr if done.returncode else "")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

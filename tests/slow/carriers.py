"""The tables of `tests/vectors/tables.json` in every carrier of rows, and further cases of data frames.

pandas runs with pyarrow and without. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import os
import sys

import common

PACKAGES = ["duckdb==2.0.1", "numpy==2.4.6", "pandas==3.1.1", "polars==2.1.0", "pyarrow==26.0.1"]
FOLDER = common.ROOT / "tests" / "python"
WITHOUT = "import sys; sys.modules['pyarrow'] = None; "
TABLES = "import sys, tables; sys.exit(tables.main({!r}))"
FRAMES = "import sys, frames; sys.exit(frames.main())"
# pandas needs pyarrow only to write itself for Arrow.
ALONE = ["numpy_dicts", "pandas", "pandas_nullable", "polars", "polars_lazy"]
ALL = [*ALONE, "pyarrow", "pyarrow_batches", "duckdb"]


def main() -> int:
    score = common.Score()
    python = common.venv("carriers-python", PACKAGES)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    clean |= {"PYTHONPATH": os.pathsep.join([str(common.ROOT / "python"), str(FOLDER)])}
    for name, program in (
        ("every carrier", TABLES.format(ALL)),
        ("without pyarrow", WITHOUT + TABLES.format(ALONE)),
        ("frames", FRAMES),
        ("frames without pyarrow", WITHOUT + FRAMES),
    ):
        score.count(name, common.run(python, "-c", program, env=clean))
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

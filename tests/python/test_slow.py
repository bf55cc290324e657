"""The runner of the slow suites, with test suites."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SLOW = Path(__file__).resolve().parents[1] / "slow"
PASSES = r"print('ok     one\nskip   two: no root\nfigure 3 kills\n1 passed, 0 failed, 1 skipped')"
FAILS = "import sys\nprint('FAILED one\\n  why')\nprint('0 passed, 1 failed')\nsys.exit(1)"
STOPS = "import sys\nsys.exit('missing: npm')"
BREAKS = "print('ok     one')\nraise ValueError('broken')"
HANGS = "import os\nprint('hangs', flush=True)\nos.system('sleep 60')"
NOTHING = "print('0 passed, 0 failed, 1 skipped')"


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SLOW))
    spec = importlib.util.spec_from_file_location("slow_run", SLOW / "run.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "slow_run", module)
    spec.loader.exec_module(module)
    return module


def write(folder: Path, **programs: str) -> None:
    for name, program in programs.items():
        (folder / f"{name}.py").write_text(program)


@pytest.mark.skipif(os.name != "posix", reason="the long suites run on Linux")
def test_a_suite_that_fails_does_not_end_the_run(
    runner: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, fails=FAILS, stops=STOPS, breaks=BREAKS, hangs=HANGS, nothing=NOTHING, passes=PASSES)
    limits = {"hangs": 0.01}
    names = ["fails", "stops", "breaks", "hangs", "nothing", "passes"]
    chosen = [runner.Suite(name, limits.get(name, 1), "It works") for name in names]
    assert runner.run(chosen, tmp_path, tmp_path / "work") == 1
    results = json.loads((tmp_path / "work" / "results.json").read_text())["suites"]
    status = {name: one["status"] for name, one in results.items()}
    want = {"fails": "failed", "stops": "not run", "breaks": "failed", "hangs": "timed out"}
    assert status == want | {"nothing": "failed", "passes": "passed"}
    passed = results["passes"]
    assert (passed["passed"], passed["skipped"], passed["figures"]) == (1, 1, ["3 kills"])
    assert passed["reasons"] == ["skip   two: no root"]
    assert results["stops"]["reasons"] == ["missing: npm"]
    assert "ValueError: broken" in results["breaks"]["reasons"]
    assert "why" in (tmp_path / "work" / "logs" / "fails.log").read_text()
    shown = capfd.readouterr().out
    assert "ok     one" in shown
    assert [line for line in shown.splitlines() if line.startswith("passes ")]

    # Another run of some replaces their results only.
    write(tmp_path, fails=PASSES)
    assert runner.run(chosen[:1], tmp_path, tmp_path / "work") == 0
    results = json.loads((tmp_path / "work" / "results.json").read_text())["suites"]
    assert {name: one["status"] for name, one in results.items()} == status | {"fails": "passed"}


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_with_the_table(tmp_path: Path) -> None:
    write(tmp_path, passes=PASSES, hangs=HANGS)
    program = (
        "import sys, pathlib\n"
        f"here = pathlib.Path({str(tmp_path)!r})\n"
        f"sys.path.insert(0, {str(SLOW)!r})\n"
        "import run\n"
        "chosen = [run.Suite(name, 1, 'It works') for name in ('passes', 'hangs', 'passes')]\n"
        "sys.exit(run.run(chosen, here, here / 'work'))"
    )
    call = [sys.executable, "-c", program]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert any(line == "hangs\n" for line in process.stdout)
        process.send_signal(signal.SIGINT)
        shown = process.stdout.read()
    assert process.returncode == 130
    rows = [line.split()[:2] for line in shown.splitlines() if line.startswith(("passes ", "hangs "))]
    assert rows == [["passes", "passed"], ["hangs", "interrupted"]]


def test_the_list_names_every_suite(runner: ModuleType) -> None:
    listed = [suite.name for suite in runner.suites()]
    files = {path.stem for path in SLOW.glob("*.py") if '__name__ == "__main__"' in path.read_text()}
    assert sorted(listed) == sorted(files - {"run"})


def test_the_page_of_proofs_keeps_the_figures_of_suites_that_did_not_run() -> None:
    tool = SLOW.parents[1] / "tools" / "docs" / "proofs.py"
    spec = importlib.util.spec_from_file_location("proofs", tool)
    proofs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(proofs)
    one = {
        "status": "passed",
        "passed": 5,
        "failed": 0,
        "skipped": 0,
        "reasons": [],
        "seconds": 60,
        "date": "d",
    }
    store = proofs.render({"suites": {"store": one | {"commit": "c", "figures": ["1|2"]}}})
    both = proofs.render({"suites": {"limits": one | {"commit": "e", "figures": []}}}, store)
    rows = {line.split("`")[1]: line for line in both.splitlines() if line.startswith("| `")}
    assert rows["store"].endswith(" | passed | 5 | 0 | 0 | 1.0 | d, c | 1\\|2 |")
    assert rows["limits"].endswith(" | passed | 5 | 0 | 0 | 1.0 | d, e |  |")
    assert rows["hub"].endswith(" | not run |  |  |  |  |  |  |")
    assert proofs.structure(both) == proofs.structure(proofs.render({}))

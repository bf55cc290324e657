"""Every notebook in examples/notebooks, executed as it stands, with the wheel that `make wheel` builds; data
frames of others, in and out.

What it shows is written as HTML into target/slow/notebooks, for people to look at. The last line is
`N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import common

PACKAGES = [
    "nbclient==0.11.0",
    "nbconvert==7.17.2",
    "ipykernel==7.4.0",
    "jupyter_server==2.21.1",
    "pandas==3.1.1",
    "matplotlib==3.11.2",
    "polars==2.1.0",
]
RUN = """
import sys, nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

source, shown = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
nbformat.validate(notebook)
assert not any(cell.get("outputs") for cell in notebook.cells), "it is kept without outputs"
# Over sockets in the file system: the ports that Jupyter chooses may be taken before the kernel has them.
kernel = AsyncKernelManager(kernel_name="python3", transport="ipc")
NotebookClient(notebook, km=kernel, timeout=120).execute()
seen = [out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", [])]
print(sum("smsbat" in data.get("text/html", "") for data in seen), sum("image/png" in d for d in seen))
with open(shown, "w", encoding="utf-8") as file:
    file.write(HTMLExporter().from_notebook_node(notebook)[0])
"""

FRAMES = """
import pandas, polars, smsbat

phones = ["+380671234567", "+380990000101", "+380671234569"]
with smsbat.Sandbox() as sandbox, sandbox.client() as client:
    sent = client.send([smsbat.Sms(to=to, sender="MyShop", text="Hello") for to in phones])
    for library in (pandas, polars):
        rows = library.DataFrame(sent.to_dicts())
        assert list(rows["outcome"]) == ["accepted", "rejected", "accepted"], rows
        assert list(rows["to"]) == phones, rows
        assert list(rows["outcome"] == "accepted") == [True, False, True], rows
        sandbox.reset()
        given = library.DataFrame({"phone": phones, "name": ["Ada", None, "Тарас"], "n": [1, 2, 3]})
        report = client.messages.send_bulk(
            given,
            sender="MyShop",
            template="Hi {name}, {n}",
            columns={"to": "phone"},
            progress=True,
        )
        texts = [message["text"] for message in sandbox.messages()]
        assert texts == ["Hi Ada, 1", "Hi Тарас, 3"], texts
        rows = library.DataFrame(report.to_columns())
        assert list(rows["outcome"]) == ["accepted", "not_sent", "accepted"], rows
    assert rows.rows() == polars.from_dicts(report.to_dicts()).rows()
print("good")
"""

# Every label of a plot is inside the picture and on no other, whatever the counts are.
PLOTS = """
from itertools import combinations
from types import SimpleNamespace
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from smsbat import _bulk

NAMES = ("accepted", "rejected", "not_sent", "unknown")
for number, counts in enumerate([
    (0, 0, 0, 0), (1, 0, 0, 0), (0, 0, 0, 7), (1_000_000, 1, 0, 3), (999_999, 1, 0, 0), (3, 3, 3, 3),
    (12_345_678, 12_345_678, 1, 999),
]):
    for size in (None, (3, 2)):
        ax = None if size is None else plt.subplots(figsize=size, layout="constrained")[1]
        ax = _bulk.plot(SimpleNamespace(**dict(zip(NAMES, counts))), ax)
        ax.figure.savefig(f"plot-{number}-{'wide' if size is None else 'small'}.png")
        shown = [text for text in ax.texts if text.get_text()]
        assert len(shown) == 4, counts
        boxes = [text.get_window_extent() for text in shown]
        inside = ax.figure.bbox
        for text, box in zip(shown, boxes):
            assert inside.x0 <= box.x0 and box.x1 <= inside.x1, (counts, size, text.get_text())
        assert not any(a.overlaps(b) for a, b in combinations(boxes, 2)), (counts, size)
        for text, n in zip(shown, counts):
            assert ("(100%)" in text.get_text()) == (0 < n == sum(counts)), text
            assert ("(0%)" in text.get_text()) == (n == 0 < sum(counts)), text
        plt.close("all")
print("good")
"""

# A kernel of a server, as in JupyterLab: what its cells show.
KERNEL = """
import json, sys, time, urllib.request
from pathlib import Path
from jupyter_client import BlockingKernelClient

runtime = Path(sys.argv[1])
while not (files := list(runtime.glob("jpserver-*.json"))):
    time.sleep(0.1)
server = json.loads(files[0].read_text())
head = {"Authorization": f"token {server['token']}", "Content-Type": "application/json"}
while True:
    try:
        asked = urllib.request.Request(server["url"] + "api/kernels", b"{}", head)
        kernel = json.load(urllib.request.urlopen(asked))
        break
    except OSError:
        time.sleep(0.1)
client = BlockingKernelClient()
client.load_connection_file(str(runtime / f"kernel-{kernel['id']}.json"))
client.start_channels()
client.wait_for_ready(timeout=60)

def shown(code):
    found = []
    keep = lambda message: found.append(message["content"])
    client.execute_interactive(code, output_hook=keep, timeout=60)
    return [content["data"] for content in found if "data" in content]

shown("import smsbat; sandbox = smsbat.Sandbox(); client = sandbox.client()")
shown("sms = smsbat.Sms(to='+380671234567', sender='MyShop', text='Hello')")
rows = shown("client.send([sms, sms])[:]")[-1]["text/html"]
assert rows.count("<tr>") == 3, rows
cell = shown("sandbox")[-1]["text/html"]
assert "<iframe" in cell and "<table" in cell, cell
seen = shown("r = client.messages.send_bulk([sms], sender='MyShop', progress=True)")
assert "<progress" in seen[-1]["text/html"] and len(seen) > 1, seen
asked = "import urllib.request; dict(urllib.request.urlopen(sandbox.url).headers)['content-security-policy']"
policy, port = shown(asked)[-1]["text/plain"], server["port"]
assert f"frame-ancestors http://localhost:{port} http://127.0.0.1:{port} " in policy, policy
shown("sandbox.close()")
print("good")
"""


def served(score: common.Score, python: Path, folder: Path, clean: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as home:
        settings = clean | {"HOME": home, "JUPYTER_RUNTIME_DIR": f"{home}/runtime"}
        call = [
            python,
            "-m",
            "jupyter",
            "server",
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            "--port=0",
        ]
        with (folder / "server.log").open("w") as log:
            server = subprocess.Popen(list(map(str, call)), env=settings, cwd=home, stdout=log, stderr=log)
            try:
                done = common.run(
                    python, "-c", KERNEL, f"{home}/runtime", env=settings, cwd=home, timeout=300
                )
                wrong = f"{done.stdout}{done.stderr[-4000:]}"
                score.add("cells of a server's kernel", "" if done.stdout == "good\n" else wrong)
            finally:
                server.terminate()
                server.wait(timeout=60)


def main() -> int:
    score = common.Score()
    wheels = sorted((common.ROOT / "dist").glob("*.whl"))
    if not wheels:
        common.must(os.environ.get("MAKE", "make"), "wheel", cwd=common.ROOT, timeout=3600)
        wheels = sorted((common.ROOT / "dist").glob("*.whl"))
    python = common.venv("notebooks-python", PACKAGES)
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    common.must(*pip, "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall", wheels[0])
    common.must(python, "-m", "ipykernel", "install", "--sys-prefix")
    folder = common.WORK / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_")}
    for notebook in sorted((common.ROOT / "examples" / "notebooks").glob("*.ipynb")):
        shown = folder / f"{notebook.stem}.html"
        done = common.run(python, "-c", RUN, notebook, shown, env=clean, cwd=folder, timeout=600)
        words = done.stdout.split()
        good = done.returncode == 0 and [int(word) > 0 for word in words[-2:]] == [True, True]
        score.add(notebook.name, "" if good else f"{done.stdout[-2000:]}{done.stderr[-6000:]}")
    served(score, python, folder, clean)
    done = common.run(python, "-c", FRAMES, env=clean, cwd=folder, timeout=120)
    good = done.stdout.splitlines()[-1:] == ["good"] and "Traceback" not in done.stderr
    score.add("frames of pandas and polars", "" if good else f"{done.stdout}{done.stderr[-4000:]}")
    good = len(re.findall(r"^smsbat: 2 accepted, 1 not sent", done.stderr, re.M)) == 2
    score.add("progress of each", "" if good else done.stderr[-4000:])
    done = common.run(python, "-c", PLOTS, env=clean, cwd=folder, timeout=120)
    score.add("plots of any mix", "" if done.stdout == "good\n" else f"{done.stdout}{done.stderr[-4000:]}")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

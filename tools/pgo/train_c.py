"""Exercises the C library, like train.py the wheel, with programs of benches/ and examples/.

`train_c.py COMMAND FOLDER`: the command smsbat, and the folder of the library with counters.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from demo import ROOT, compile_c

SINGLE, BATCHES, ROWS, OTHERS = 4000, 6, 20_000, 20


@contextmanager
def sandbox(command: str, *arguments: str) -> Iterator[dict]:
    call = [command, "--json", "sandbox", "--port", "0", "--exit-with-stdin", "--no-rate-limit", *arguments]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield json.loads(process.stdout.readline())
        process.stdin.close()


def main() -> None:
    command, library = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        send, demo, campaign = (
            compile_c(ROOT / source, library, folder, "-std=gnu11")
            for source in ("benches/c/smsbat.c", "examples/c/demo.c", "examples/c/bulk_csv.c")
        )
        rows = Path(folder, "rows.csv")
        rows.write_text("to,name\n" + "".join(f"+38067{row:07},Ada\n" for row in range(ROWS)))
        for tls in ([], ["--tls"]):
            with sandbox(command, *tls) as ready:
                authority = ready["ca_bundle"]
                environment = os.environ | {"SMSBAT_BASE_URL": ready["url"], "SMSBAT_API_KEY": "test-key"}
                environment |= {"SMSBAT_CA_BUNDLE": authority} if authority else {}
                trust = [authority] if authority else []
                calls = [[send, "small", ready["url"], str(SINGLE), "1", *trust]]
                calls += [[send, "whole", ready["url"], str(BATCHES), "1", *trust]]
                calls += [[campaign, str(rows)], [campaign, str(rows), f"{folder}/journal{len(tls)}.db"]]
                calls += [[demo]] * OTHERS
                for call in calls:
                    subprocess.run(call, check=True, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()

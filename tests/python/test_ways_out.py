"""Every way in which a campaign ends early, with and without a journal, before and after something was sent.

Cases without Python are in `core/tests/ways_out.rs`, and those with few threads and descriptors in
`test_limits.py`.
"""

from __future__ import annotations

import _thread
import asyncio
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import limited
import smsbat

ROWS = 600
#: Rows that are read before the end comes, in a campaign that sends something.
BEFORE = 300


class Campaign(NamedTuple):
    """A campaign that is to end, at the row whose number is `at`."""

    sandbox: smsbat.Sandbox
    journal: Path | None
    at: int

    def source(self, event: Callable[[], object] = lambda: None) -> Iterator[dict[str, str]]:
        for number in range(ROWS):
            if number == self.at:
                event()
            yield {"to": f"+{380671000000 + number}", "text": "Hello"}

    def options(self) -> dict[str, Any]:
        options = {"sender": "MyShop", "chunk_size": 10, "connections": 1, "max_failures": 1}
        return options | {"journal": self.journal}

    def send(
        self, event: Callable[[], object] = lambda: None, client: smsbat.Client | None = None, **more: Any
    ) -> smsbat.BulkReport:
        client = client or self.sandbox.client(max_retries=0)
        with client:
            return client.messages.send_bulk(self.source(event), **self.options(), **more)


def source_raises(campaign: Campaign) -> None:
    def event() -> None:
        raise LookupError("no more")

    campaign.send(event)


def source_breaks(campaign: Campaign) -> None:
    campaign.send(lambda: campaign.sandbox.fail_next(401, count=10_000))


def too_many_requests(campaign: Campaign) -> None:
    campaign.send(lambda: campaign.sandbox.fail_next(429, count=10_000))


def server_fails(campaign: Campaign) -> None:
    campaign.send(lambda: campaign.sandbox.fail_next(500, count=10_000))


def progress_raises(campaign: Campaign) -> None:
    reached = threading.Event()

    def progress(_: smsbat.BulkProgress) -> None:
        if reached.is_set():
            raise ArithmeticError("no more")

    # It is told at most every tenth of a second: this makes the next time come.
    campaign.send(lambda: (reached.set(), threading.Event().wait(0.3)), progress=progress)


def ctrl_c_in_the_source(campaign: Campaign) -> None:
    campaign.send(_thread.interrupt_main)


def ctrl_c_while_it_waits(campaign: Campaign) -> None:
    def press() -> None:
        for _ in range(1000):
            # Requests that are under way when the key is pressed get their responses.
            if len(campaign.sandbox.requests()) > before:
                _thread.interrupt_main()
                return

    before = 0

    def event() -> None:
        nonlocal before
        before = len(campaign.sandbox.requests())
        limit_speed(campaign.sandbox)
        threading.Thread(target=press).start()

    campaign.send(event)


def client_is_closed(campaign: Campaign) -> None:
    client = campaign.sandbox.client(max_retries=0)

    def close() -> None:
        thread = threading.Thread(target=client.close)
        thread.start()
        thread.join()

    campaign.send(close, client)


def task_is_cancelled(campaign: Campaign) -> None:
    async def main() -> None:
        async with campaign.sandbox.async_client(max_retries=0) as client:
            loop, done = asyncio.get_running_loop(), threading.Event()

            def cancel(turns: int = 5) -> None:
                # The task is told in the next turn of the loop, and what it awaits in those behind it.
                if turns == 5:
                    task.cancel()
                if turns == 0:
                    done.set()
                else:
                    loop.call_soon(cancel, turns - 1)

            def event() -> None:
                loop.call_soon_threadsafe(cancel)
                done.wait(30)

            task = asyncio.ensure_future(
                client.messages.send_bulk(campaign.source(event), **campaign.options())
            )
            await task

    asyncio.run(main())


def journal_is_gone(campaign: Campaign) -> None:
    journal = campaign.journal
    assert journal is not None
    campaign.send(lambda: journal.rename(journal.with_suffix(".kept")))


def limit_speed(sandbox: smsbat.Sandbox) -> None:
    sandbox.reply_next(status=429, delay=0.3, count=10_000)


#: Cause of the end, the exception, our error in it, and true if the same call helps: without a journal if
#: nothing was sent, and with one.
ENDINGS: list[tuple[Callable[[Campaign], None], type[BaseException], str, bool, bool]] = [
    (source_raises, LookupError, "ValidationError", False, False),
    (source_breaks, smsbat.AuthenticationError, "AuthenticationError", False, False),
    (too_many_requests, smsbat.RateLimitError, "RateLimitError", True, True),
    (server_fails, smsbat.ServerError, "ServerError", False, True),
    (progress_raises, ArithmeticError, "SmsbatError", False, True),
    (ctrl_c_in_the_source, KeyboardInterrupt, "SmsbatError", False, True),
    (ctrl_c_while_it_waits, KeyboardInterrupt, "SmsbatError", False, True),
    (client_is_closed, smsbat.SmsbatError, "SmsbatError", False, True),
    (task_is_cancelled, asyncio.CancelledError, "SmsbatError", False, True),
    (journal_is_gone, smsbat.ConfigurationError, "ConfigurationError", False, False),
]


def ours(error: BaseException | None) -> smsbat.SmsbatError:
    """The error of ours in the chain of an exception."""
    seen = error
    while seen is not None and not isinstance(seen, smsbat.SmsbatError):
        seen = seen.__cause__ or seen.__context__
    assert seen is not None, error
    return seen


def arrived(sandbox: smsbat.Sandbox) -> Counter[str]:
    return Counter(message["to"] for message in sandbox.messages(limit=100_000))


@pytest.mark.parametrize("sends", [False, True], ids=["nothing", "something"])
@pytest.mark.parametrize("kept", [False, True], ids=["alone", "journal"])
@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending[0].__name__)
def test_a_campaign_that_sent_something_is_neither_not_sent_nor_to_be_repeated(
    sandbox: smsbat.Sandbox, tmp_path: Path, ending: Any, kept: bool, sends: bool
) -> None:
    end, exception, name, alone, with_journal = ending
    if end is journal_is_gone and not kept:
        pytest.skip("there is no journal")
    if end is journal_is_gone and sys.platform == "win32":
        pytest.skip("a file that is open cannot be moved")
    if end is progress_raises and not sends:
        pytest.skip("there is no progress before something was read and sent")
    journal = tmp_path / "campaign.db" if kept else None
    with pytest.raises(exception) as caught:
        end(Campaign(sandbox, journal, BEFORE if sends else 0))
    error = ours(caught.value)
    assert type(error).__name__ == name
    report = error.report
    assert report is not None
    assert (report.accepted > 0) == sends
    sent = report.accepted + report.unknown > 0
    assert error.outcome == ("unknown" if sent else "not_sent")
    assert error.retryable == (with_journal if kept else alone and not sent)
    everybody = arrived(sandbox)
    assert {row["to"] for row in report.to_dicts() if row["outcome"] == "accepted"} <= everybody.keys()
    assert not {row["to"] for row in report.to_dicts() if row["outcome"] == "not_sent"} & everybody.keys()
    if error.retryable:
        sandbox.reset()
        again = Campaign(sandbox, journal, ROWS).send()
        assert again.accepted + again.unknown == ROWS
        everybody += arrived(sandbox)
    assert max(everybody.values(), default=0) <= 1


def test_a_report_that_cannot_be_written_is_still_there(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    report = Campaign(sandbox, None, ROWS).send()
    with pytest.raises(OSError, match="folder of the report is not there"):
        report.to_csv(tmp_path / "absent" / "report.csv")
    report.to_csv(tmp_path / "report.csv")
    assert len((tmp_path / "report.csv").read_text().splitlines()) == ROWS + 1


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits are those of Linux")

#: A campaign whose files cannot grow beyond a size, or whose memory cannot; `argv` has the limit.
LIMITED = """
import gc, json, resource, signal, sys
import smsbat

url, journal, limit, most = sys.argv[1], sys.argv[2] or None, sys.argv[3], int(sys.argv[4])
source = [{"to": f"+{380671000000 + i}", "text": f"Hello {i}"} for i in range(2000)]
said = {"error": None, "rows": []}
client = smsbat.Client(api_key="test-key", base_url=url, rate_limit=None, max_retries=0)
options = {"sender": "MyShop", "chunk_size": 20, "connections": 2, "journal": journal}
if limit == "RLIMIT_FSIZE":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
elif limit == "RLIMIT_AS":
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + most, resource.RLIM_INFINITY))
report = None
try:
    report = client.messages.send_bulk(source, **options)
except smsbat.SmsbatError as error:
    report = error.report
    said["error"] = [str(error), error.outcome, error.retryable]
except MemoryError as error:
    cause = error.__cause__ or error.__context__
    report = getattr(cause, "report", None)
    said["error"] = ["MemoryError", getattr(cause, "outcome", None), getattr(cause, "retryable", None)]
for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_AS):
    resource.setrlimit(what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
said["rows"] = [] if report is None else [[row["to"], row["outcome"]] for row in report.to_dicts()]
print(json.dumps(said))
"""


def under_limit(sandbox: smsbat.Sandbox, journal: Path | None, limit: str, most: int) -> Any:
    command = [sys.executable, "-c", LIMITED, sandbox.url, str(journal or ""), limit, str(most)]
    return limited.start(command)


@on_linux
@pytest.mark.parametrize("most", [0, 60_000, 80_000])
def test_a_full_disk_under_the_journal_sends_nobody_a_second_message(
    sandbox: smsbat.Sandbox, tmp_path: Path, most: int
) -> None:
    """The limit of a file's size stands for the disk: neither journal nor report can grow beyond it."""
    journal = tmp_path / "campaign.db"
    done = under_limit(sandbox, journal, "RLIMIT_FSIZE", most)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    outcomes = Counter(outcome for _, outcome in said["rows"])
    everybody = arrived(sandbox)
    text, outcome, retryable = said["error"]
    assert outcome == ("unknown" if everybody else "not_sent"), said["error"]
    # Trying again on a full disk does not help.
    assert not retryable
    assert outcomes["accepted"] == len(everybody), text
    if outcomes["accepted"]:
        assert "the journal cannot be used" in text
    sandbox.reset()
    again = under_limit(sandbox, journal, "none", 0)
    assert again.returncode == 0, again.stderr
    rows = dict(json.loads(again.stdout)["rows"])
    lost = [to for to, outcome in rows.items() if outcome not in ("accepted", "unknown")]
    assert not lost
    # Rows that the journal could not record are unknown, as the first error says, and are not sent again.
    in_doubt = [to for to, outcome in rows.items() if outcome == "unknown"]
    assert set(in_doubt) <= everybody.keys()
    if in_doubt:
        assert f"{len(in_doubt)} messages are in this report only" in text
    assert max((everybody + arrived(sandbox)).values()) == 1


@on_linux
@pytest.mark.parametrize("kept", [False, True], ids=["alone", "journal"])
def test_where_memory_ends_no_result_is_without_an_outcome(
    sandbox: smsbat.Sandbox, tmp_path: Path, kept: bool
) -> None:
    """An allocation of Python's that fails is an exception; one of Rust's ends the process, like a kill."""
    ended = Counter[str]()
    for number, most in enumerate([0, 1 << 20, 6 << 20, 400 << 20]):
        sandbox.reset()
        journal = tmp_path / f"{number}.db" if kept else None
        done = under_limit(sandbox, journal, "RLIMIT_AS", most)
        everybody = arrived(sandbox)
        if done.returncode == 0:
            said = json.loads(done.stdout)
            accepted = [to for to, outcome in said["rows"] if outcome == "accepted"]
            unknown = [to for to, outcome in said["rows"] if outcome == "unknown"]
            assert set(accepted) <= everybody.keys() <= {*accepted, *unknown}, said["error"]
            if said["error"] is not None and everybody:
                assert said["error"][1] == "unknown"
            ended["said" if said["error"] else "sent"] += 1
        else:
            ended["gone"] += 1
        if journal is not None:
            sandbox.reset()
            again = under_limit(sandbox, journal, "none", 0)
            assert again.returncode == 0, again.stderr
            rows = json.loads(again.stdout)["rows"]
            assert {outcome for _, outcome in rows} <= {"accepted", "unknown"}
            assert max((everybody + arrived(sandbox)).values()) == 1
    assert ended["sent"] >= 1, ended

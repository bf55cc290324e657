"""Uses the sandbox's page in Chromium as a person would, and checks its accessibility with axe.

Playwright drives Debian's Chromium; axe-core comes from npm. The tests are in `inbox_page/`, by area.
Screenshots of every view, in many widths and two themes, are saved in target/slow/inbox.

The last line is `N passed, N failed`; the exit code is 0 if none failed. Names of tests or areas as
arguments run these only.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

import common
from inbox_page import callbacks, conversations, documents, log, looks, origins, recipients, rules, whole
from inbox_page.desk import Desk

AREAS = (recipients, conversations, callbacks, log, rules, whole, documents, origins, looks)


def use(browser: object, url: str, test: Callable[[Desk], None], score: common.Score) -> None:
    """Runs one test in a page of its own.

    Errors of scripts, requests to other hosts and what the page's policy forbids fail it, too.
    """
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    desk = Desk(url, page)
    desk.call("POST", "/_sandbox/reset")
    try:
        test(desk)
    except Exception as error:
        page.screenshot(path=common.WORK / f"inbox-{test.__name__}.png")
        problems.append(f"{type(error).__name__}: {error}")
    problems += desk.forbidden
    problems += [f"asks for {one}" for one in asked if not one.startswith((url, "data:", "about:"))]
    score.add(test.__name__, "\n".join(problems))
    context.close()


def main() -> int:
    if "--here" not in sys.argv:
        common.debian("chromium")
        python = common.venv("playwright", ["playwright==1.65.2"])
        done = common.run(python, __file__, "--here", *sys.argv[1:], capture_output=False)
        return done.returncode
    from playwright.sync_api import sync_playwright

    score = common.Score()
    with sync_playwright() as started, common.sandbox("--no-rate-limit") as ready:
        url = ready["url"]
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        named = [name for name in sys.argv[1:] if not name.startswith("-")]
        for area in AREAS:
            is_wanted = not named or area.__name__.removeprefix("inbox_page.") in named
            for test in area.TESTS:
                if is_wanted or test.__name__ in named:
                    use(browser, url, test, score)
        if not named or "looks" in named:
            desk = Desk(url, None)
            desk.call("POST", "/_sandbox/reset")
            script = looks.axe()
            looks.check(browser, url, script, looks.EMPTY, score)
            looks.fill(desk)
            looks.check(browser, url, script, looks.FULL, score)
            looks.motion(browser, url, looks.FULL, score)
        browser.close()
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

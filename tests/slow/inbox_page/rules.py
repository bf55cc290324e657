"""The stage and the clock."""

from __future__ import annotations

import time
import urllib.error

from .desk import Desk


def stage(desk: Desk) -> None:
    desk.open("#/stage")
    page = desk.page
    rules = page.locator(".rules")
    page.get_by_label("applies to").select_option("request")
    page.get_by_label("text contains").fill("limited")
    page.get_by_label("then it").select_option("error:429")
    page.get_by_role("button", name="Add rule").click()
    rules.get_by_text("A request for a message with the text “limited” gets HTTP 429.").wait_for()
    code = 200
    try:
        desk.send(text="is limited")
    except urllib.error.HTTPError as error:
        code = error.code
    assert code == 429, code
    rules.get_by_text("applied 1 time").wait_for()
    # A rule that is off stays, and does not apply.
    rules.get_by_role("switch").uncheck()
    rules.locator("li.off").wait_for()
    desk.send(text="is limited")
    page.get_by_role("button", name="Delete rule").click()
    page.wait_for_selector("text=No rules")
    # The form starts again as it was: the second rule means what the first one meant.
    for text in ("first", "second"):
        page.get_by_label("applies to").select_option("request")
        page.get_by_label("text contains").fill(text)
        page.get_by_label("then it").select_option("fault:reset")
        page.get_by_role("button", name="Add rule").click()
        rules.get_by_text(f"“{text}” is carried out, then loses its connection.").wait_for()
    assert [rule["taken"] for rule in desk.call("GET", "/_sandbox/rules")["rules"]] == [True, True]
    rules.get_by_role("button", name="Move up rule").last.click()
    rules.locator("li").first.get_by_text("second").wait_for()
    assert [rule["text"] for rule in desk.call("GET", "/_sandbox/rules")["rules"]] == ["second", "first"]
    page.get_by_text("the number is in the stop list").wait_for()
    desk.call("DELETE", "/_sandbox/rules")
    # Presets, delays, custom replies, planned replies and settings, which at first only the API had.
    page.get_by_text("Presets").click()
    page.get_by_role("button", name="Fallback: the first channel fails").click()
    rules.get_by_text("A message fails on its first channel.").wait_for()
    page.get_by_label("applies to").select_option("request")
    page.get_by_label("then it").select_option("delay")
    page.get_by_label("seconds late").first.fill("0.2")
    page.get_by_label("at most, times").fill("2")
    page.get_by_role("button", name="Add rule").click()
    rules.get_by_text("Each of the next 2 requests gets its response 0.2 s late.").wait_for()
    desk.call("DELETE", "/_sandbox/rules")
    page.get_by_label("applies to").select_option("request")
    page.get_by_label("then it").select_option("reply")
    page.get_by_label("body").first.fill('{"mine": true}')
    page.get_by_role("button", name="Add rule").click()
    rules.get_by_text("gets a reply of your own").wait_for()
    assert desk.call("GET", "/bat/message/m-1") == {"mine": True}
    page.get_by_label("requests", exact=True).fill("1")
    page.get_by_role("combobox", name="response").select_option("503")
    page.get_by_role("button", name="Plan").click()
    page.get_by_text("Planned for the next 1 request.").wait_for()
    assert desk.status("GET", "/bat/message/m-1") == 503
    page.get_by_label("Form of a token of ChatHub").select_option("object")
    page.get_by_label("Accept TurboSMS's own forms").uncheck()
    deadline = time.monotonic() + 10
    while (seen := desk.call("GET", "/_sandbox/settings")) and (
        seen["token_form"] != "object" or seen["turbosms_native"]
    ):
        assert time.monotonic() < deadline, seen


def clock(desk: Desk) -> None:
    """The clock goes on, and a clock that stands still is seen everywhere, and steps there."""
    desk.open("#/stage")
    page = desk.page
    first = page.locator("p .clock").inner_text()
    page.locator("p .clock").filter(has_not_text=first).wait_for()
    page.get_by_role("button", name="Freeze").click()
    page.locator("#clock.frozen", has_text="frozen").wait_for()
    still = page.locator("p .clock").inner_text()
    page.get_by_role("button", name="+1 min").click()
    page.locator("p .clock").filter(has_not_text=still).wait_for()
    desk.open("#/webhooks")
    still = page.locator("#clock").inner_text()
    page.locator("#clock.frozen", has_text="frozen").click()
    menu = page.locator("#clock-menu")
    menu.get_by_role("button", name="+1 min").click()
    page.locator("#clock").filter(has_not_text=still).wait_for()
    menu.get_by_role("button", name="Let it run").click()
    page.locator("#clock:not(.frozen)").wait_for()
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    page.keyboard.press("f")
    page.locator("#clock.frozen").wait_for()


TESTS = [stage, clock]

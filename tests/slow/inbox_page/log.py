"""The log of requests, and lists under the pointer."""

from __future__ import annotations

import json
from pathlib import Path

from .desk import Desk, counted


def requests(desk: Desk) -> None:
    """Every call is listed, refused ones first with the reason; both sides, replay, code and an archive."""
    page = desk.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open("#/requests")
    page.get_by_text("No requests yet").wait_for()
    wrong = {"type": "sms", "from": "MyShop", "to": "0671", "text": "Hi", "customer_message_id": "a"}
    for body, key in (({"messages": [wrong]}, "test-key"), ({}, "live-secret")):
        assert desk.status("POST", "/bat/messagelist", body, **{"X-Authorization-Key": key}) in (400, 401)
    desk.send(text="a good one")
    desk.call("GET", "/api/company/organization")
    counted(page, ".recipient", 4)
    assert page.locator("#refused").inner_text() == "2"
    # Refused ones first, though they are older.
    assert page.locator(".recipients > li").all_inner_texts()[0].upper() == "REFUSED"
    assert "credentials" in page.locator(".recipient").nth(0).inner_text()
    assert "(and 1 more)" in page.locator(".recipient").nth(1).inner_text()
    page.locator(".recipient").nth(1).click()
    reasons = page.locator(".reasons")
    reasons.get_by_text("messages[0].to", exact=True).wait_for()
    reasons.get_by_text('"to": "+380671234567"').wait_for()
    reasons.get_by_text("Did you mean customerMessageId?").wait_for()
    assert "live-secret" not in page.content()
    assert "test-key" not in page.locator(".sides").inner_text()
    page.get_by_label("Outcome").select_option("accepted")
    counted(page, ".recipient", 2)
    page.get_by_label("API").select_option("chathub")
    counted(page, ".recipient", 1)
    page.reload()
    counted(page, ".recipient", 1)
    page.get_by_label("API").select_option("messages")
    counted(page, ".recipient", 1)
    page.locator(".recipient").click()
    page.locator(".sides").get_by_text("a good one").wait_for()
    for label, word in (
        ("curl", "curl 'http"),
        ("Python", "client.send(["),
        ("C", "smsbat_call("),
        ("JavaScript", "await fetch("),
    ):
        page.get_by_label(f"Copy as {label}", exact=True).click()
        page.locator("pre", has_text=word).wait_for()
        assert word in page.evaluate("navigator.clipboard.readText()"), label
    first = page.url
    page.get_by_role("button", name="Replay").click()
    page.wait_for_function("(first) => location.href !== first", arg=first)
    counted(page, ".recipient", 2)
    assert desk.call("GET", "/_sandbox/messages")["total"] == 2
    with page.expect_download() as download:
        page.get_by_role("button", name="Export HAR").click()
    log = json.loads(Path(download.value.path()).read_text())["log"]
    assert (log["version"], len(log["entries"])) == ("1.2", 2)
    page.get_by_label("Key", exact=True).select_option(index=1)
    page.get_by_role("link", name="+380671234567").click()
    page.locator(".sent.hit", has_text="a good one").wait_for()
    desk.open("#/requests")
    page.get_by_role("button", name="Clear").click()
    page.get_by_text("No requests yet").wait_for()


def still(desk: Desk) -> None:
    """What arrives while the pointer is over a list moves no row under it."""
    page = desk.page
    for i in range(3):
        desk.send(to=f"+38067000016{i}", text=f"row {i}")
    for place in ("#/inbox", "#/requests"):
        desk.open(place)
        first = page.locator(f".view-{place.removeprefix('#/')} .recipient").first
        first.wait_for()
        box = first.bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        key = "document.querySelector('.recipient').parentElement.dataset.key"
        row = page.evaluate(key)
        desk.send(to="+380670000169", text="arrives")
        held = page.locator(".held")
        held.wait_for()
        assert page.evaluate(key) == row
        assert first.bounding_box() == box
        page.mouse.move(900, 400)
        held.wait_for(state="hidden")
        page.wait_for_function(f"(row) => {key} !== row", arg=row)
        desk.call("DELETE", "/_sandbox/messages")
        desk.call("DELETE", "/_sandbox/requests")
        for i in range(3):
            desk.send(to=f"+38067000016{i}", text=f"row {i}")


TESTS = [requests, still]

"""The descriptions of both APIs: what they show, and the calls made from them."""

from __future__ import annotations

import json
import re

from .desk import ALL, TOO_WIDE, Desk

# An operation: in the list at the left, or in the only column of a narrow window.
OPERATION = ".nav-bar-path, .endpoint-head"
# Response to a call.
ANSWER = "api-request pre[aria-label=RESPONSE]"
# The background of the part that has most of the text.
BACKGROUND = f"getComputedStyle({ALL}('.body')[0].getRootNode().host).backgroundColor"


def find(page: object, method: str, path: str) -> object:
    return page.locator(OPERATION).filter(has_text=re.compile(rf"^\s*{method}\s*{re.escape(path)}\s*$")).first


def run(page: object) -> None:
    """Makes the call as it is filled in."""
    page.get_by_role("button", name="Execute").click()
    page.locator(".response-message.success", has_text="200").wait_for()


def call(page: object, method: str, path: str) -> None:
    find(page, method, path).click()
    run(page)


def show(desk: Desk, place: str = "docs") -> object:
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.url}/{place}")
    desk.page.locator(OPERATION).first.wait_for()
    return desk.page


def first_call(desk: Desk) -> None:
    """The first call works with the key that is there, and nothing but the key is sent or shown."""
    page = show(desk)
    find(page, "post", "/bat/messagelist").click()
    command = page.locator("api-request").get_by_role("region", name="Request")
    command.get_by_text("x-authorization-key: test-key").wait_for()
    assert "authorization: basic" not in command.inner_text().lower(), command.inner_text()
    with page.expect_request("**/bat/messagelist") as sent:
        run(page)
    headers = sent.value.headers
    assert headers["x-authorization-key"] == "test-key"
    assert "authorization" not in headers
    page.locator(ANSWER).get_by_text('"messageId"', exact=True).wait_for()
    assert desk.call("GET", "/_sandbox/messages")["total"] == 1


def every_host(desk: Desk) -> None:
    """Calls go to the sandbox although the description names other hosts, with a key, a token or a login."""
    page = show(desk)
    call(page, "get", "/api/company/organization")
    # A required parameter has its example.
    call(page, "get", "/api/operator")
    call(page, "post", "/api/tsms/message/send")
    find(page, "post", "/api/GMSMessage/send_message").click()
    with page.expect_request("**/api/GMSMessage/**") as sent:
        run(page)
    assert sent.value.headers["authorization"] == "Basic dGVzdDp0ZXN0LXBhc3N3b3Jk"


def order(desk: Desk) -> None:
    """The description is asked for when the colors are there: the viewer fails if it comes first."""
    seen: list[str] = []
    note = lambda request: seen.append(request.url.rpartition("/")[2])  # noqa: E731
    desk.page.on("requestfinished", lambda request: note(request) if "docs.css" in request.url else None)
    desk.page.on("request", lambda request: note(request) if ".yaml" in request.url else None)
    show(desk)
    assert seen == ["docs.css", "provider.yaml"]


def own_key(desk: Desk) -> None:
    """Another key takes the place of the first."""
    page = show(desk)
    page.get_by_role("link", name="Authentication").click()
    page.get_by_role("button", name="Remove").first.click()
    page.locator(".api-key-input").first.fill("test-mine")
    page.get_by_role("button", name="Set").first.click()
    find(page, "post", "/bat/messagelist").click()
    with page.expect_request("**/bat/messagelist") as sent:
        run(page)
    assert sent.value.headers["x-authorization-key"] == "test-mine"


def both(desk: Desk) -> None:
    page = show(desk, "docs?of=sandbox")
    call(page, "get", "/_sandbox/rules")
    assert page.locator("[aria-current=page]").inner_text() == "Sandbox API"
    # Without credentials there is nothing to authenticate with.
    assert page.get_by_role("link", name="Authentication").count() == 0
    # Its operations have no tags.
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".endpoint-head").first.wait_for()
    assert page.locator(".section-tag-header:visible").count() == 0


def place(desk: Desk) -> None:
    """The address names the operation, and opens it."""
    page = show(desk)
    find(page, "get", "/bat/message/{messageId}").click()
    page.get_by_role("heading", name="Delivery status of one message").wait_for()
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.get_by_role("heading", name="Delivery status of one message").wait_for()
    page.get_by_label("messageId").wait_for()


def fields(desk: Desk) -> None:
    """Fields of a schema with conditions are shown, and so are the conditions."""
    page = show(desk)
    model = page.locator("api-request schema-tree")
    for path, text in [
        ("/bat/messagelist", "needs text or needs messageData"),
        ("/api/tsms/message/send", "needs sms or needs viber"),
        (
            "/api/CascadeMessage/send_message/async",
            "if messageType has const viber_carousel: needs viberMessage",
        ),
    ]:
        find(page, "post", path).click()
        page.locator("api-request").get_by_role("button", name="Model").click()
        model.get_by_text(text).first.wait_for()
    for name in ["fromName", "toPhone", "surveyOptions"]:
        model.get_by_text(name, exact=True).first.wait_for()


def webhook(desk: Desk) -> None:
    """A webhook is shown, but not called."""
    page = show(desk)
    page.locator(OPERATION, has_text="messageStatus").first.click()
    page.get_by_text("Delivery status pushed to the customer's URL").wait_for()
    assert page.get_by_role("button", name="Execute").count() == 0
    assert page.get_by_text("curl").count() == 0


def keyboard(desk: Desk) -> None:
    """Everything opens by the keyboard, in a narrow window, too."""
    page = desk.page
    for width, title in [(1280, "^OPERATIONS"), (390, "^Cascade$")]:
        page.set_viewport_size({"width": width, "height": 800})
        show(desk)
        group = page.get_by_role("button", name=re.compile(title))
        assert group.get_attribute("aria-expanded") == "true"
        group.press("Enter")
        assert group.get_attribute("aria-expanded") == "false"
        group.press(" ")
        find(page, "post", "/bat/messagelist").press("Enter")
        page.get_by_role("button", name="Execute").press("Enter")
        page.locator(".response-message.success", has_text="200").wait_for()
        assert page.evaluate(TOO_WIDE) <= 0


def theme(desk: Desk) -> None:
    """The colors follow the system, at once."""
    page = desk.page
    page.emulate_media(color_scheme="light")
    show(desk)
    assert page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(BACKGROUND) == "rgb(25, 28, 32)"


def answers(desk: Desk) -> None:
    """What was answered is shown whole, without changes to its text."""
    desk.call("POST", "/_sandbox/reply_next", {"json": {"deep": {"text": "  two\n        eight"}}})
    page = show(desk)
    call(page, "post", "/bat/messagelist")
    shown = page.locator(ANSWER).inner_text()
    assert json.loads(shown) == {"deep": {"text": "  two\n        eight"}}, shown


TESTS = [first_call, order, every_host, own_key, both, place, fields, webhook, keyboard, theme, answers]

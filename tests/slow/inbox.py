"""Uses the sandbox's page in Chromium as a person would, and checks its accessibility with axe.

Playwright drives Debian's Chromium; axe-core comes from npm. Screenshots of every section, in two widths and
two themes, are saved in target/slow/inbox.

The last line is `N passed, N failed`; the exit code is 0 if none failed. Names of tests as arguments run
these only.
"""

from __future__ import annotations

import http.server
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import common

SHOTS = common.WORK / "inbox"
PHONE = "380671234567"
# Pixels that one has to scroll sideways for; only tables may ask for that.
TOO_WIDE = """Math.max(...[document.documentElement, ...document.querySelectorAll("main, .scroll")]
    .map((part) => part.scrollWidth - part.clientWidth))"""
# Recipient of messages that are hard to display.
EXTREMES = "380671234568"


def axe() -> str:
    """The source of axe-core."""
    home = common.WORK / "axe"
    script = home / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if not shutil.which("npm"):
            common.missing("npm, for axe-core")
        home.mkdir(parents=True, exist_ok=True)
        common.must("npm", "install", "--silent", "--no-save", "--prefix", home, "axe-core@4.14.1")
    return script.read_text(encoding="utf-8")


class Receiver:
    """Somebody who takes callbacks."""

    def __init__(self) -> None:
        self.got: list[dict[str, object]] = []
        self.more = threading.Condition()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer.more:
                    outer.got.append(body)
                    outer.more.notify_all()
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def wait(self, **wanted: object) -> None:
        fits = lambda: any(all(body.get(k) == v for k, v in wanted.items()) for body in self.got)  # noqa: E731
        with self.more:
            assert self.more.wait_for(fits, timeout=20), (wanted, self.got)


class Desk:
    """A sandbox, a page in it, and the calls that fill it."""

    def __init__(self, url: str, page: object) -> None:
        self.url, self.page = url, page

    def call(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, object]:
        data = None if body is None else json.dumps(body).encode()
        all_headers = {"Content-Type": "application/json", "X-Authorization-Key": "test-key", **headers}
        request = urllib.request.Request(self.url + path, data, all_headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def status(self, method: str, path: str, body: object = None, **headers: str) -> int:
        """The HTTP status of a call that may be refused."""
        try:
            self.call(method, path, body, **headers)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def send(self, **message: object) -> str:
        message = {"type": "sms", "from": "MyShop", "to": f"+{PHONE}", "text": "Hello", **message}
        return self.call("POST", "/bat/messagelist", {"messages": [message]})["messages"][0]["messageId"]

    def open(self, place: str = "#/inbox") -> None:
        self.page.goto(f"{self.url}/{place}")
        self.page.wait_for_selector("text=live")


def counted(page: object, selector: str, count: int) -> None:
    """Waits until so many are there."""
    page.locator(selector).nth(count - 1).wait_for()
    page.locator(selector).nth(count).wait_for(state="detached")


def messages() -> list[dict[str, object]]:
    button = {"buttonText": "Track it", "buttonAction": "https://shop.example.org/1"}
    card = {
        "title": "Shoes",
        "imageUrl": "https://x.example/1.jpg",
        "primaryButton": {"label": "Buy", "actionUrl": "https://x.example/b"},
    }
    otp = {
        "templateId": "0aac888f-2ee2-4112-9659-1755a951966a",
        "templateLang": "uk",
        "templateParams": {"pin": "004217"},
    }
    call = {"text": "Call us", "action": {"type": "dial", "phoneNumber": "+380440000000"}}
    return [
        {"text": "Ваше замовлення в дорозі. " * 6},
        {
            "type": "viber_promo",
            "text": "Sale",
            "messageData": {"img": "https://x.example/i.jpg", **button},
            "fallback": {"type": "sms", "text": "by sms"},
        },
        {"type": "viber_carousel", "text": "New", "messageData": {"carousel": {"items": [card]}}},
        {"type": "viber_otp", "text": "", "messageData": otp},
        {"type": "rcs", "text": "Pick", "messageData": {"buttons": [call]}},
        {"type": "flashcall", "text": "", "messageData": {"callerId": "+380440000077"}},
        {
            "type": "viber_survey",
            "text": "How was it?",
            "messageData": {"survey": {"options": ["Good", "Bad"]}},
        },
    ]


def extremes() -> list[dict[str, object]]:
    long = {"img": f"https://x.example/{'i' * 400}.jpg", "buttonText": "B" * 120}
    return [
        {"text": "W" * 1000, "customerMessageId": "y" * 300},
        {"text": "مرحبا بالعالم، طلبك رقم 123 جاهز. " * 3},
        {"text": "👨‍👩‍👧‍👦🇺🇦 " * 20},
        {
            "type": "viber_promo",
            "text": "T" * 300,
            "from": "S" * 200,
            "messageData": {**long, "buttonAction": f"https://x.example/{'q' * 500}"},
        },
    ]


def kinds(desk: Desk) -> None:
    for message in messages():
        desk.send(**message)
    cascade = {
        "id": "c1",
        "fromName": "MyShop",
        "toPhone": f"+{PHONE}",
        "messageType": "promo",
        "text": "Hi %name=1%",
        "variables": [{"id": 1, "type": "name", "value": "Oksana"}],
        "tgMessage": {"chatId": 5, "text": "Tg %name=1%"},
    }
    desk.call("POST", "/api/CascadeMessage/send_message/async", [cascade], **{"X-Tg-Bot-Key": "test-bot"})
    desk.open(f"#/inbox/{PHONE}")
    page = desk.page
    page.wait_for_selector("text=Tg Oksana")
    for text in (
        "Track it",
        "Shoes",
        "004217",
        "Viber writes the text",
        "Call us",
        "Incoming call",
        "***000077",
        "Good",
    ):
        assert page.get_by_text(text).count() > 0, text
    page.locator(".sent", has_text="Sale").locator(".meta").click()
    trace = page.locator(".trace")
    trace.locator(".chain summary", has_text="SMS").click()
    trace.locator(".chain").get_by_text("by sms").wait_for(state="visible")
    trace.locator(".chain").get_by_text("Not tried.").wait_for()


def live(desk: Desk) -> None:
    desk.open()
    desk.send(to="+380670000199", text="comes by itself")
    desk.page.wait_for_selector("text=comes by itself")
    desk.page.wait_for_selector("#unread:not([hidden])")
    desk.page.wait_for_selector(".recipient .status-delivered")


def reading(desk: Desk) -> None:
    desk.send(to="+380670000198", text="unread at first")
    desk.open()
    row = desk.page.locator(".recipient.unread", has_text="unread at first")
    row.click()
    desk.page.wait_for_selector(".entries .smsbat-screen")
    row.wait_for(state="detached")


def searching(desk: Desk) -> None:
    one = desk.send(to="+380670000197", text="needle in hay")
    desk.send(to="+380990000201", text="lost on the way")
    desk.call("POST", "/_sandbox/clock", {"advance": 5})
    desk.open()
    search = desk.page.get_by_label("Search text, phone, id")
    for query in ("NEEDLE", "+38067 000 01 97", one):
        search.fill(query)
        desk.page.locator(".recipient", has_text="0197").wait_for()
        counted(desk.page, ".recipient", 1)
    search.fill("")
    desk.page.get_by_label("any status").select_option("undeliverable")
    # There is one before this filter, too, as long as the page has not asked again.
    desk.page.locator(".recipient", has_text="lost on the way").wait_for()
    counted(desk.page, ".recipient", 1)
    desk.page.get_by_label("any status").select_option("")
    search.fill("nobody wrote this")
    desk.page.wait_for_selector("text=No matches.")


def orders(desk: Desk) -> None:
    desk.send(
        to="+380990000301", text="stuck", type="viber_trans", fallback={"type": "sms", "text": "by sms"}
    )
    desk.open("#/inbox/380990000301")
    page = desk.page
    page.get_by_role("button", name="Fail channel").click()
    page.wait_for_selector(".flow >> text=undeliverable")
    page.locator(".smsbat-on-sms >> text=by sms").wait_for()
    page.locator(".chain .bad").wait_for()
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_selector(".head .status-read")
    # What went before stays in the line, with the seconds since the start.
    assert page.locator(".flow li").first.inner_text().split() == ["scheduled", "0", "s"]
    page.get_by_role("button", name="Expire").click()
    page.wait_for_selector(".head .status-expired")


def panes(desk: Desk) -> None:
    """Three panes where there is room, else the trace below its message; the phone shows six messages."""
    for i in range(8):
        desk.send(to="+380670000170", text=f"Your order {i} has been shipped.")
    reply = desk.call("GET", "/_sandbox/messages")["messages"][0]["id"]
    desk.call("POST", f"/_sandbox/messages/{reply}/reply", {"text": "Thank you"})
    page = desk.page
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.open("#/inbox/380670000170")
    page.locator(".trace .head").wait_for()
    page.locator(".trace").get_by_text("Message as received").wait_for()
    page.locator(".trace .facts", has_text="0.310 EUR").wait_for()
    counted(page, ".sent", 8)
    count = """() => [...document.querySelectorAll(".sent, .came")].filter((one) => {
        const box = one.getBoundingClientRect(), home = one.closest(".scroll").getBoundingClientRect();
        return box.top >= home.top && box.bottom <= home.bottom;
    }).length"""
    assert page.evaluate(count) >= 6, page.evaluate(count)
    left = page.locator(".sent").first.locator(".smsbat-bubble").bounding_box()
    right = page.locator(".came .bubble").first.bounding_box()
    assert right["x"] > left["x"], "the recipient's side is that of the sender"
    page.locator(".sent", has_text="order 2").locator(".meta").click()
    page.locator(".sent.selected", has_text="order 2").wait_for()
    page.locator(".trace pre", has_text="order 2").first.wait_for()
    page.set_viewport_size({"width": 1000, "height": 768})
    page.locator(".sent.selected .trace-body .head").wait_for()
    page.locator(".sent", has_text="order 2").locator(".meta").click()
    page.locator(".trace-body").wait_for(state="detached")
    for width in (360, 3440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, width


def acting(desk: Desk) -> None:
    receiver = Receiver()
    desk.open("#/webhooks")
    desk.page.get_by_label("URL on this machine").fill(receiver.url)
    desk.page.get_by_role("button", name="Add").click()
    desk.page.wait_for_selector("text=0 callbacks waiting.")
    desk.send(
        to="+380670000196",
        type="viber_survey",
        text="How?",
        messageData={"survey": {"options": ["Good", "Bad"]}},
    )
    desk.open("#/inbox/380670000196")
    desk.page.get_by_role("button", name="Good").click()
    receiver.wait(text="Good", alphaName="MyShop", phoneNumber="380670000196")
    desk.page.wait_for_selector(".came >> text=Good")
    desk.page.locator(".press.chosen", has_text="Good").wait_for()
    assert desk.page.locator(".press.chosen").count() == 1
    desk.page.keyboard.press("Escape")
    desk.open("#/inbox/380670000196")
    desk.page.wait_for_selector(".entries .sent")
    desk.page.keyboard.press("r")
    desk.page.keyboard.type("thank you")
    desk.page.keyboard.press("Enter")
    receiver.wait(text="thank you")
    desk.page.get_by_role("button", name="Read", exact=True).click()
    receiver.wait(deliverystatus="read")
    desk.open("#/chathub")
    desk.page.locator(".recipient").first.click()
    desk.page.get_by_label("Message", exact=True).fill("from the chat")
    desk.page.get_by_role("button", name="Send").click()
    desk.page.wait_for_selector(".came >> text=from the chat")
    desk.page.get_by_label("Write as").select_option("answer")
    desk.page.get_by_label("Message", exact=True).fill("from an operator")
    desk.page.get_by_role("button", name="Send").click()
    desk.page.wait_for_selector(".sent >> text=from an operator")
    desk.page.get_by_label("Status", exact=True).select_option("4")
    desk.page.wait_for_selector(".recipient >> text=closed")
    receiver.wait(text="from the chat")
    desk.open("#/webhooks")
    desk.page.get_by_label("from phone").fill("+380 67 000 01 88")
    desk.page.get_by_label("to sender").fill("MyShop")
    desk.page.get_by_label("text", exact=True).fill("are you open?")
    desk.page.get_by_role("button", name="Send", exact=True).click()
    receiver.wait(text="are you open?")
    desk.open("#/inbox/380670000188")
    desk.page.wait_for_selector(".came >> text=are you open?")
    desk.open("#/webhooks")
    desk.page.wait_for_selector(".attempts .good >> text=HTTP 200")
    receiver.server.shutdown()


def receivers(desk: Desk) -> None:
    """Several receivers; attempts with filters, the response, and once more."""
    first, second = Receiver(), Receiver()
    page = desk.page
    desk.open("#/webhooks")
    for receiver in (first, second):
        page.get_by_label("URL on this machine").fill(receiver.url)
        page.get_by_role("button", name="Add").click()
        page.get_by_label(f"Remove {receiver.url}").wait_for()
    desk.call("POST", "/_sandbox/incoming", {"from": "380670000150", "sender": "MyShop", "text": "needle"})
    for receiver in (first, second):
        receiver.wait(text="needle")
    attempts = page.locator(".attempts > li")
    counted(page, ".attempts > li", 2)
    assert page.get_by_role("combobox", name="webhook URL").inner_text().startswith("any URL")
    page.get_by_role("combobox", name="webhook URL").select_option(second.url)
    counted(page, ".attempts > li", 1)
    attempts.get_by_role("button", name="Resend").click()
    counted(page, ".attempts > li", 2)
    assert [body["text"] for body in second.got] == ["needle", "needle"]
    assert len(first.got) == 1
    attempts.first.locator("summary").click()
    attempts.first.get_by_text("Response body").wait_for()
    page.get_by_label("kind").select_option("status")
    page.get_by_text("No attempts match these filters.").wait_for()
    page.get_by_label("kind").select_option("")
    page.get_by_label("body contains").fill("nothing like it")
    page.get_by_text("No attempts match these filters.").wait_for()
    page.get_by_label(f"Remove {first.url}").click()
    page.get_by_label(f"Remove {first.url}").wait_for(state="detached")
    assert desk.call("GET", "/_sandbox/webhooks")["urls"] == [second.url]
    # The trace of a message has its callbacks.
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.send(to="+380670000150")
    desk.open("#/inbox/380670000150")
    page.locator(".trace").get_by_text("Webhooks", exact=True).click()
    page.locator(".trace .plain", has_text="delivered").wait_for()
    for receiver in (first, second):
        receiver.server.shutdown()


def exchange(desk: Desk) -> None:
    desk.send(to="+380670000195", text='it\'s "quoted"', customerMessageId="own-1")
    desk.open("#/inbox/380670000195")
    page = desk.page
    page.wait_for_selector("text=Response, HTTP 200")
    assert "test-key" not in page.locator(".trace").inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Code that sends it again").click()
    for name, part in (
        ("curl", "curl 'http"),
        ("Python", "client.send("),
        ("C", "smsbat_call("),
        ("JavaScript", "await fetch("),
    ):
        page.get_by_label(f"Copy as {name}", exact=True).click()
        page.locator("pre", has_text=part).wait_for()
        assert part in page.evaluate("navigator.clipboard.readText()")
    page.get_by_text("Webhooks", exact=True).last.click()
    page.get_by_text("No webhook URL is set.").wait_for()
    page.get_by_role("link", name="Show the whole request").click()
    page.locator(".sides").get_by_text("own-1").first.wait_for()


def refreshing(desk: Desk) -> None:
    """The open message and the focus stay while messages arrive and statuses change."""
    desk.send(to="+380670000192", text="stays open")
    desk.open("#/inbox/380670000192")
    page = desk.page
    page.wait_for_selector("text=Response, HTTP 200")
    desk.send(to="+380670000191", text="makes a refresh")
    page.wait_for_selector("text=makes a refresh")
    assert page.locator("text=Response, HTTP 200").is_visible()
    button = page.get_by_role("button", name="Read", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".head .status-read")
    assert page.locator("text=Response, HTTP 200").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Read"
    desk.send(to="+380670000192", text="a second one")
    counted(page, ".sent", 2)
    page.set_viewport_size({"width": 1000, "height": 700})
    page.locator(".sent", has_text="stays open").locator(".meta").click()
    button.focus()
    desk.call(
        "POST",
        f"/_sandbox/messages/{desk.call('GET', '/_sandbox/messages')['messages'][0]['id']}/status",
        {"status": "expired"},
    )
    page.wait_for_selector(".sent .head .status-expired")
    assert page.evaluate("document.activeElement.textContent") == "Read", "narrow"


def typing(desk: Desk) -> None:
    """Ten messages a second come while somebody types a search."""
    desk.send(to="+380670000190", text="the needle that is looked for")
    desk.open()
    page = desk.page
    search = page.get_by_label("Search text, phone, id")
    search.focus()
    done = threading.Event()

    def send() -> None:
        number = 0
        while not done.wait(0.1):
            desk.send(to=f"+38067000{number % 50:04}", text=f"hay {number}")
            number += 1

    sender = threading.Thread(target=send)
    sender.start()
    try:
        page.keyboard.type("needle that is", delay=120)
        counted(page, ".recipient", 1)
        assert "looked for" in page.locator(".recipient").inner_text()
        assert search.input_value() == "needle that is"
        assert page.evaluate("document.activeElement.type") == "search"
        search.fill("hay")
        page.wait_for_selector(".recipient >> text=hay")
        assert page.get_by_text("needle").count() == 0
    finally:
        done.set()
        sender.join()


def nothing(desk: Desk) -> None:
    desk.open()
    page = desk.page
    page.get_by_role("heading", name="No messages yet").wait_for()
    assert not page.get_by_role("button", name="Show older").is_visible()
    assert not page.locator("#unread").is_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Copy curl").click()
    call = page.evaluate("navigator.clipboard.readText()")
    done = common.run("sh", "-c", call)
    assert '"accepted"' in done.stdout, done
    page.get_by_text("Select a recipient").wait_for()
    desk.call("DELETE", "/_sandbox/messages")
    page.locator(".welcome tr", has_text="211").get_by_role("button", name="Send").click()
    page.locator(".recipient", has_text="+380990000211").wait_for()
    desk.call("DELETE", "/_sandbox/messages")
    page.get_by_role("button", name="Send one of everything").click()
    counted(page, ".sent", 9)
    assert desk.call("GET", "/_sandbox/requests?status=refused")["requests"] == []
    desk.call("DELETE", "/_sandbox/messages")
    desk.open()
    desk.send(to="+380670000189", text="the only one")
    page.get_by_text("the only one").click()
    page.wait_for_selector(".smsbat-screen")
    assert not page.get_by_role("button", name="Show older").is_visible()
    page.get_by_text("1 message to 1 recipient").wait_for()


def deleting(desk: Desk) -> None:
    desk.send(to="+380670000194", text="one")
    desk.send(to="+380670000194", text="two")
    desk.open("#/inbox/380670000194")
    page = desk.page
    page.on("dialog", lambda dialog: dialog.accept())
    counted(page, ".sent", 2)
    page.locator(".sent", has_text="one").locator(".meta").click()
    page.locator(".trace").get_by_role("button", name="Delete").click()
    counted(page, ".sent", 1)
    page.get_by_label("Delete the conversation").click()
    page.wait_for_selector(".recipient:has-text('380670000194')", state="detached")


def keys(desk: Desk) -> None:
    for i in range(3):
        desk.send(to=f"+38067000018{i}", text=f"row {i}")
    desk.open()
    page = desk.page
    page.wait_for_selector("text=row 2")
    page.keyboard.press("j")
    page.wait_for_selector(".recipient[aria-current] >> text=row 2")
    page.keyboard.press("j")
    page.wait_for_selector(".recipient[aria-current] >> text=row 1")
    page.keyboard.press("k")
    page.wait_for_selector(".recipient[aria-current] >> text=row 2")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.wait_for_selector("h2 >> text=Rules")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("1")
    page.keyboard.press("j")
    assert page.url.endswith("#/stage"), "keys work behind the dialog"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.keyboard.press("1")
    page.wait_for_selector("text=row 2")
    # As fast as somebody can.
    for key in "jjj":
        page.keyboard.press(key)
    page.wait_for_selector(".recipient[aria-current] >> text=row 0")
    page.locator(".sent", has_text="row 0").wait_for()


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
    # What only the API had before: presets, delays, replies of one's own, planned replies, settings.
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


def far(desk: Desk) -> None:
    """A message that starts in a year makes the page neither ask without pause nor hang."""
    later = {
        "id": "c1",
        "fromName": "MyShop",
        "toPhone": f"+{PHONE}",
        "messageType": "promo",
        "text": "Next year",
        "scheduledSent": f"{time.gmtime().tm_year + 1}-12-01T00:00:00Z",
    }
    desk.call("POST", "/api/CascadeMessage/send_message/async", [later])
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.open(f"#/inbox/{PHONE}")
    desk.page.wait_for_selector("text=Next year")
    # A second request by the page, and the timers before it have gone.
    desk.send(to="+380670000111", text="another")
    desk.page.wait_for_selector("text=another")
    assert len([url for url in asked if "/conversations" in url]) < 12, asked


def many(desk: Desk) -> None:
    """Each of nine tabs works and hears of changes, also when the first is closed."""
    desk.open()
    tabs = [desk.page.context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(f"{desk.url}/#/inbox")
        tab.wait_for_selector("text=live")
    desk.send(text="to all tabs")
    for tab in [desk.page, *tabs]:
        tab.wait_for_selector("text=to all tabs")
    desk.page.close()
    desk.send(text="to those that are left")
    for tab in tabs:
        tab.wait_for_selector("text=to those that are left")


def hidden(desk: Desk) -> None:
    """Messages that arrive in a hidden tab stay unread."""
    desk.send(text="seen")
    desk.open(f"#/inbox/{PHONE}")
    page = desk.page
    page.locator(".recipient.unread").wait_for(state="detached")
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    desk.send(text="not seen")
    page.wait_for_function("() => document.title.startsWith('(1)')")
    assert desk.call("GET", "/_sandbox/conversations")["unread"] == 1
    page.evaluate(hide, False)
    page.get_by_text("not seen").first.wait_for()
    page.wait_for_function("() => !document.title.startsWith('(')")


def far_back(desk: Desk) -> None:
    """A search leads to an old message; older and newer ones come in without a jump."""
    for i in range(130):
        desk.send(text="the needle" if i == 20 else f"hay {i}")
    desk.open()
    page = desk.page
    page.get_by_label("Search text, phone, id").fill("needle")
    page.locator(".recipient", has_text="the needle").click()
    hit = page.locator(".sent.hit", has_text="the needle")
    hit.wait_for()
    page.wait_for_function("() => document.querySelector('.hit').getBoundingClientRect().top < innerHeight")
    page.reload()
    hit.wait_for()
    assert page.get_by_label("Search text, phone, id").input_value() == "needle"
    page.get_by_role("button", name="Show newer").click()
    counted(page, ".sent", 100)
    page.get_by_role("button", name="Go to the newest").click()
    page.locator(".sent", has_text="hay 129").wait_for()
    counted(page, ".sent", 50)
    page.get_by_label("Search text, phone, id").fill("")
    first = page.locator(".sent").first
    text = first.locator(".smsbat-text").inner_text()
    page.evaluate("document.querySelector('.right .scroll').scrollTop = 0")
    older = page.locator(".right").get_by_role("button", name="Show older")
    place = first.bounding_box()["y"]
    older.click()
    counted(page, ".sent", 100)
    moved = page.locator(".sent", has_text=text).first.bounding_box()["y"] - place
    assert abs(moved) < 80, moved
    # New ones do not drop what was loaded.
    desk.send(text="one more")
    page.locator(".sent", has_text="one more").wait_for()
    counted(page, ".sent", 101)


def filtered(desk: Desk) -> None:
    """Filters are in the address, count what they find, and do not take the open conversation away."""
    for i in range(3):
        desk.send(to=f"+38067000017{i}", text=f"row {i}")
    desk.open()
    page = desk.page
    page.get_by_label("unread", exact=True).check()
    page.wait_for_selector("text=Found 3 recipients in 3 messages to 3 recipients")
    page.locator(".recipient", has_text="row 1").click()
    page.wait_for_selector("text=Found 2 recipients")
    page.locator(".recipient[aria-current]", has_text="row 1").wait_for()
    page.keyboard.press("j")
    page.locator(".recipient[aria-current]", has_text="row 0").wait_for()
    page.wait_for_selector("text=Found 1 recipient in")
    page.reload()
    page.locator(".sent", has_text="row 0").wait_for()
    assert page.get_by_label("unread", exact=True).is_checked()
    page.keyboard.press("3")
    page.wait_for_selector("h2 >> text=Rules")
    page.keyboard.press("1")
    page.wait_for_selector("text=Found 1 recipient in")
    assert page.get_by_label("unread", exact=True).is_checked()
    page.get_by_label("unread", exact=True).uncheck()
    page.get_by_label("any status").select_option("rejected")
    page.wait_for_selector("text=No matches.")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.wait_for_selector("h2 >> text=Rules")
    page.keyboard.press("1")
    page.wait_for_selector("text=No matches.")
    assert page.get_by_label("any status").input_value() == "rejected"


def gone(desk: Desk) -> None:
    """A page of a space that was deleted says so, and does not bring it back."""
    space = {"X-Sandbox-Space": "test-mine"}
    desk.call("GET", "/_sandbox/clock", **space)
    desk.open()
    page = desk.page
    page.get_by_label("Space").select_option("test-mine")
    page.wait_for_selector("text=live")
    desk.call("DELETE", "/_sandbox/spaces", **space)
    page.get_by_text("was deleted").wait_for()
    page.reload()
    page.get_by_text("was deleted").wait_for()
    assert desk.call("GET", "/_sandbox/spaces")["spaces"] == []
    page.get_by_role("button", name="Go to the shared space").click()
    page.wait_for_selector("text=live")


def offline(desk: Desk) -> None:
    """Without a connection, what is shown stays, and the page says that it is not connected."""
    desk.send(text="stays on the page")
    desk.open(f"#/inbox/{PHONE}")
    page = desk.page
    page.locator(".sent", has_text="stays on the page").wait_for()
    page.route("**/_sandbox/**", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#toast", has_text="fetch").wait_for()
    assert page.locator(".sent", has_text="stays on the page").is_visible()
    assert page.get_by_text("No messages").count() == 0


def hostile(desk: Desk) -> None:
    text = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    desk.send(
        to="+380670000193", text=text, type="viber_trans", **{"from": "<b>x</b>"}, customerMessageId=text
    )
    desk.open("#/inbox/380670000193")
    page = desk.page
    page.locator(".smsbat-text", has_text="<img src=x").wait_for()
    assert page.locator("#view img, #view script, #view b").count() == 0
    assert "owned" not in page.title()
    script = "const s = document.createElement('script'); s.textContent = \"document.title='owned'\";"
    page.evaluate(script + " document.body.append(s)")
    assert "owned" not in page.title(), "the content policy takes inline scripts"


def documents(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.url}/docs")
    block = page.locator(".opblock", has_text="/bat/messagelist").first
    block.wait_for()
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Execute").click()
    block.locator(".live-responses-table .response-col_status", has_text="200").wait_for()
    page.goto(f"{desk.url}/docs?of=sandbox")
    page.get_by_text("/_sandbox/rules", exact=True).first.wait_for()
    desk.open("#/fidelity")
    page.wait_for_selector("text=nothing was compared with the live service")


def foreign(desk: Desk) -> None:
    """A page of another origin tries what it needs no leave for; nothing arrives."""
    native = "token=test-key&recipients[0]=380671234567&sms[sender]=S&sms[text]=x"
    send = f"{desk.url}/api/tsms/message/send.json"
    body = json.dumps({"messages": [{"type": "sms", "from": "S", "to": f"+{PHONE}", "text": "x"}]})
    form = "".join(
        f'<input name="{name}" value="{value}">'
        for name, value in (
            ("user", "test"),
            ("sign", "test-key"),
            ("from", "S"),
            ("msisdn", PHONE),
            ("text", "x"),
        )
    )
    html = f"""<img src="{send}?{native}"><iframe src="{send}?{native}"></iframe>
        <iframe name="target"></iframe>
        <form method="post" action="{desk.url}/api/SendMessage" target="target">{form}</form>"""
    tries = """async ([send, native, list, body]) => {
        document.forms[0].submit();
        const options = { method: "POST", mode: "no-cors" };
        const form = { ...options, body: new URLSearchParams(native) };
        const text = { ...options, body, headers: { "Content-Type": "text/plain" } };
        const address = fetch(`${send}?${native}&by=fetch`, { mode: "no-cors" });
        await Promise.allSettled([fetch(send, form), fetch(list, text), address]);
        navigator.sendBeacon(send, new URLSearchParams(native));
    }"""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = desk.page.context.browser.new_context().new_page()
    refused: list[str] = []
    page.on(
        "response",
        lambda r: refused.append(r.url) if r.status == 403 and r.url.startswith(desk.url) else None,
    )
    try:
        # From both names of this machine: another site, and the same site with another port.
        for count, host in enumerate(("127.0.0.1", "localhost"), 1):
            page.goto(f"http://{host}:{server.server_port}/")
            page.evaluate(tries, [send, native, f"{desk.url}/bat/messagelist", body])
            with page.expect_navigation():
                page.evaluate("(to) => { location.href = to; }", f"{send}?{native}&from={host}")
            # An image and a frame of one address may be one request.
            assert len(refused) >= 5 * count, refused
        assert desk.call("GET", "/_sandbox/messages")["total"] == 0
    finally:
        page.context.close()
        server.shutdown()
    desk.call("GET", f"/api/tsms/message/send.json?{native}")
    assert desk.call("GET", "/_sandbox/messages")["total"] == 1


def framed(desk: Desk) -> None:
    """The inbox is shown in a frame of the origin that was named, and of no other."""
    html = ""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    named, other = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    try:
        with common.sandbox("--frame-origin", named) as ready:
            # As the notebook's cell has it.
            html = f"""<iframe src="{ready["url"]}/" width="900" height="480" referrerpolicy="no-referrer"
                sandbox="allow-scripts allow-same-origin allow-forms allow-popups"></iframe>"""
            page = desk.page.context.browser.new_context().new_page()
            page.goto(named)
            inside = page.frame_locator("iframe")
            inside.get_by_text("live").first.wait_for()
            Desk(ready["url"], page).send(text="In a frame")
            inside.get_by_text("In a frame").first.wait_for()
            page.screenshot(path=SHOTS / "framed.png")
            page.goto(other)
            page.wait_for_timeout(1000)
            assert inside.get_by_text("live").count() == 0, "another origin shows the inbox"
            page.context.close()
    finally:
        for server in servers:
            server.shutdown()


def unsaved(desk: Desk) -> None:
    """The banner of a sandbox whose file is gone, and again there."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "inbox.db"
        with common.sandbox("--store", str(store)) as ready:
            own = Desk(ready["url"], desk.page.context.browser.new_context().new_page())
            own.open()
            banner = own.page.get_by_role("alert").filter(has_text="Cannot save to the file")
            assert banner.count() == 0
            store.rename(f"{store}.away")
            own.send()
            banner.wait_for()
            assert "moved, deleted or replaced" in banner.inner_text()
            own.page.screenshot(path=SHOTS / "unsaved.png")
            Path(f"{store}.away").rename(store)
            banner.wait_for(state="hidden")
            own.page.context.close()


TESTS: list[Callable[[Desk], None]] = [
    kinds,
    live,
    reading,
    searching,
    orders,
    panes,
    acting,
    receivers,
    exchange,
    refreshing,
    typing,
    nothing,
    deleting,
    keys,
    requests,
    still,
    stage,
    clock,
    far,
    many,
    hidden,
    far_back,
    filtered,
    gone,
    offline,
    hostile,
    documents,
    foreign,
    framed,
    unsaved,
]


def look(browser: object, url: str, script: str, score: common.Score) -> None:
    """Screenshots, and what axe says, of every section."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    sections = {
        "list": ("#/inbox", ".recipient"),
        "conversation": (f"#/inbox/{PHONE}", ".smsbat-screen"),
        "extremes": (f"#/inbox/{EXTREMES}", ".smsbat-screen"),
        "requests": ("#/requests", ".recipient"),
        "stage": ("#/stage", ".rules button"),
        "chathub": ("#/chathub", ".recipient"),
        "webhooks": ("#/webhooks", ".card"),
        "fidelity": ("#/fidelity", "tbody td"),
    }
    for scheme in ("light", "dark"):
        for width, size in (
            ("wide", {"width": 1280, "height": 860}),
            ("phone", {"width": 390, "height": 800}),
        ):
            context = browser.new_context(viewport=size, color_scheme=scheme)
            page = context.new_page()
            page.goto(url)
            page.wait_for_selector("text=live")
            page.evaluate(script)
            for name, (place, sign) in sections.items():
                page.goto(f"{url}/{place}")
                page.locator(sign).first.wait_for()
                page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png")
                found = page.evaluate(
                    "async () => (await axe.run()).violations.map((v) => [v.impact, v.id, v.nodes[0].html])"
                )
                bad = [one for one in found if one[0] in ("serious", "critical")]
                score.add(f"axe: {name}, {width}, {scheme}", "\n".join(map(str, bad)))
                wide = page.evaluate(TOO_WIDE)
                score.add(f"fits: {name}, {width}, {scheme}", f"{wide} pixels too wide" if wide > 0 else "")
            page.goto(f"{url}/docs")
            page.locator(".opblock").first.wait_for()
            page.screenshot(path=SHOTS / f"docs-{width}-{scheme}.png")
            wide = page.evaluate(TOO_WIDE)
            score.add(f"fits: docs, {width}, {scheme}", f"{wide} pixels too wide" if wide > 0 else "")
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
        for test in [test for test in TESTS if not named or test.__name__ in named]:
            context = browser.new_context()
            page = context.new_page()
            page.set_default_timeout(15_000)
            problems: list[str] = []
            page.on("pageerror", lambda error, problems=problems: problems.append(str(error)))
            outside = lambda request, problems=problems: problems.append(f"asks for {request.url}")  # noqa: E731
            page.on(
                "request", lambda r, outside=outside: None if r.url.startswith((url, "data:")) else outside(r)
            )
            desk = Desk(url, page)
            desk.call("POST", "/_sandbox/reset")
            try:
                test(desk)
            except Exception as error:
                page.screenshot(path=common.WORK / f"inbox-{test.__name__}.png")
                problems.append(f"{type(error).__name__}: {error}")
            score.add(test.__name__, "\n".join(problems))
            context.close()
        if named:
            browser.close()
            return score.close()
        desk = Desk(url, None)
        desk.call("POST", "/_sandbox/reset")
        for message in messages():
            desk.send(**message)
        for message in extremes():
            desk.send(to=f"+{EXTREMES}", **message)
        desk.call("POST", "/_sandbox/rules", {"text": "L" * 200, "reply": {"json": {"long": "x" * 300}}})
        desk.call("POST", "/_sandbox/rules", {"to": "38068*", "error": 429, "count": 3})
        look(browser, url, axe(), score)
        browser.close()
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

"""A sandbox, a page in it, and what fills it."""

from __future__ import annotations

import http.server
import json
import threading
import urllib.error
import urllib.request

import common

SHOTS = common.WORK / "inbox"
PHONE = "380671234567"
# The elements that a selector finds, also in shadow roots.
ALL = """((selector) => {
    const inside = (root) => [...root.querySelectorAll("*")].filter((part) => part.shadowRoot)
        .reduce((all, part) => [...all, ...inside(part.shadowRoot)], [...root.querySelectorAll(selector)]);
    return inside(document);
})"""
# Pixels that one has to scroll sideways for; only tables may ask for that.
TOO_WIDE = f"""Math.max(...[document.documentElement, ...{ALL}("main, .scroll")]
    .map((part) => part.scrollWidth - part.clientWidth))"""
# Recipient of messages that are hard to display.
EXTREMES = "380671234568"


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


#: In what the browser says when it enforces a page's policy.
POLICY = "Content Security Policy"


class Desk:
    """A sandbox, a page in it, and the calls that fill it."""

    def __init__(self, url: str, page: object) -> None:
        self.url, self.page = url, page
        #: What the page's policy forbade; a test fails if it leaves something here.
        self.forbidden: list[str] = []
        page.on("console", lambda line: self.forbidden.append(line.text) if POLICY in line.text else None)

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

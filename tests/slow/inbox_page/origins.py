"""Pages of other origins."""

from __future__ import annotations

import http.server
import json
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

import common

from .desk import PHONE, SHOTS, Desk


def site(html: Callable[[], str]) -> http.server.ThreadingHTTPServer:
    """A started server whose every page is this one."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = html().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def foreign(desk: Desk) -> None:
    """A page of another origin tries what it needs no leave for; nothing arrives."""
    native = "token=test-key&recipients[0]=380671234567&sms[sender]=S&sms[text]=x"
    send = f"{desk.url}/api/tsms/message/send.json"
    body = json.dumps({"messages": [{"type": "sms", "from": "S", "to": f"+{PHONE}", "text": "x"}]})
    fields = {
        "user": "test",
        "sign": "test-key",
        "from": "S",
        "phone": PHONE,
        "txt": "x",
        "sending_method": "viber",
    }
    form = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    messagio = f"{desk.url}/api/SendMessage"
    html = f"""<img src="{send}?{native}&by=image"><iframe src="{send}?{native}&by=frame"></iframe>
        <iframe name="target"></iframe>
        <form method="post" action="{messagio}?by=form" target="target">{form}</form>"""
    tries = """async ([send, native, list, body]) => {
        document.forms[0].submit();
        const options = { method: "POST", mode: "no-cors" };
        const form = { ...options, body: new URLSearchParams(native) };
        const text = { ...options, body, headers: { "Content-Type": "text/plain" } };
        const address = fetch(`${send}?${native}&by=address`, { mode: "no-cors" });
        await Promise.allSettled([fetch(`${send}?by=fields`, form), fetch(`${list}?by=text`, text), address]);
        navigator.sendBeacon(`${send}?by=beacon`, new URLSearchParams(native));
    }"""
    tried = {
        ("GET", "/api/tsms/message/send.json", "image"),
        ("GET", "/api/tsms/message/send.json", "frame"),
        ("POST", "/api/SendMessage", "form"),
        ("GET", "/api/tsms/message/send.json", "address"),
        ("POST", "/api/tsms/message/send.json", "fields"),
        ("POST", "/bat/messagelist", "text"),
        ("POST", "/api/tsms/message/send.json", "beacon"),
    }
    link = {("GET", "/api/tsms/message/send.json", "link")}

    def wait_for(wanted: set[tuple[str, str, str]]) -> None:
        """Waits until exactly these requests were refused."""
        found, end = None, time.monotonic() + 20
        while found != wanted:
            assert time.monotonic() < end, found and found ^ wanted
            found = {
                (one["method"], one["path"], urllib.parse.parse_qs(one["query"] or "").get("by", [""])[0])
                for one in desk.call("GET", "/_sandbox/requests?status=403&bodies=false")["requests"]
            }

    server = site(lambda: html)
    page = desk.page.context.browser.new_context().new_page()
    try:
        # From both names of this machine: another site, and the same site with another port.
        for host in ("127.0.0.1", "localhost"):
            desk.call("DELETE", "/_sandbox/requests")
            page.goto(f"http://{host}:{server.server_port}/")
            page.evaluate(tries, [send, native, f"{desk.url}/bat/messagelist", body])
            # A navigation may cut off what is on its way.
            wait_for(tried)
            with page.expect_navigation():
                page.evaluate("(to) => { location.href = to; }", f"{send}?{native}&by=link")
            wait_for(tried | link)
        assert desk.call("GET", "/_sandbox/messages")["total"] == 0
    finally:
        page.context.close()
        server.shutdown()
    # The same requests send when no page makes them.
    with urllib.request.urlopen(messagio, urllib.parse.urlencode(fields).encode(), timeout=20):
        assert desk.call("GET", "/_sandbox/messages")["total"] == 1
    desk.call("GET", f"/api/tsms/message/send.json?{native}")
    assert desk.call("GET", "/_sandbox/messages")["total"] == 2


def framed(desk: Desk) -> None:
    """The inbox is shown in a frame of the origin that was named, and of no other."""
    html = ""

    servers = [site(lambda: html) for _ in range(2)]
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
            with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
                page.goto(other)
            assert inside.get_by_text("live").count() == 0, "another origin shows the inbox"
            page.context.close()
    finally:
        for server in servers:
            server.shutdown()


TESTS = [foreign, framed]

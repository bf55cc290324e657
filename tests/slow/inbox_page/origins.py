"""Pages of other origins."""

from __future__ import annotations

import http.server
import json
import threading
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

    server = site(lambda: html)
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
            page.goto(other)
            page.wait_for_timeout(1000)
            assert inside.get_by_text("live").count() == 0, "another origin shows the inbox"
            page.context.close()
    finally:
        for server in servers:
            server.shutdown()


TESTS = [foreign, framed]

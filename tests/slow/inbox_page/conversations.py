"""One conversation and the trace of its messages."""

from __future__ import annotations

from .desk import PHONE, POLICY, TOO_WIDE, Desk, counted, messages


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


def reading(desk: Desk) -> None:
    desk.send(to="+380670000198", text="unread at first")
    desk.open()
    row = desk.page.locator(".recipient.unread", has_text="unread at first")
    row.click()
    desk.page.wait_for_selector(".entries .smsbat-screen")
    row.wait_for(state="detached")


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
    # Earlier steps stay in the line, with the seconds since the start.
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
    # Waits for the row, which is drawn again when the search ends.
    top = "part => part.getBoundingClientRect().top"
    place = first.evaluate(top)
    older.click()
    counted(page, ".sent", 100)
    moved = page.locator(".sent", has_text=text).first.evaluate(top) - place
    assert abs(moved) < 80, moved
    # New ones do not drop what was loaded.
    desk.send(text="one more")
    page.locator(".sent", has_text="one more").wait_for()
    counted(page, ".sent", 101)


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
    with page.expect_console_message(lambda said: POLICY in said.text):
        page.evaluate(script + " document.body.append(s)")
    desk.forbidden.clear()
    assert "owned" not in page.title(), "the content policy takes inline scripts"


TESTS = [kinds, reading, orders, panes, exchange, refreshing, deleting, hidden, far_back, hostile]

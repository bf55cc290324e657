"""What recipients do, ChatHub, and webhooks."""

from __future__ import annotations

from .desk import Desk, Receiver, counted


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


TESTS = [acting, receivers]

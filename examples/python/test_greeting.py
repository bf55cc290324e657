"""Tests of your own code with the fixture smsbat_sandbox: run them with pytest."""

import smsbat


def greet(phone):
    with smsbat.Client() as client:
        return client.send(smsbat.Sms(to=phone, sender="MyShop", text="Hello")).messages[0].message_id


def test_greeting(smsbat_sandbox):
    greet("+380671234567")
    assert smsbat_sandbox.messages(to="+380671234567")[0]["text"] == "Hello"
    smsbat_sandbox.advance(5)  # seconds on the sandbox's clock
    assert smsbat_sandbox.wait_for(text="Hello")["status"] == "delivered"

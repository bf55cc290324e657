"""Telegram bot, Viber bot, Viber, RCS, SMS: all documented headers."""

import json
import os
import urllib.request

body = [
    {
        "id": "order-7741",
        "fromName": "MyShop",
        "toPhone": "+380670000101",
        "messageType": "transaction",
        "text": "Your order is ready",
        "ttl": 3600,
    }
]
request = urllib.request.Request(
    os.environ["HOST"] + "/api/CascadeMessage/send_message/async",
    data=json.dumps(body).encode(),
    headers={
        "X-Authorization-Key": os.environ["KEY"],
        "X-Viber-Auth-Token": os.environ["VIBER"],
        "X-Tg-Bot-Key": os.environ["TELEGRAM"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as answer:
    print(json.dumps(json.load(answer)))

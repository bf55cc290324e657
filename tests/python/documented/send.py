"""One SMS, with each of the three documented credentials."""

import base64
import json
import os
import urllib.request

HOST, KEY = os.environ["HOST"], os.environ["KEY"]


def basic(login: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()


for number, credential in (
    ("+380670000101", {"X-Authorization-Key": KEY}),
    ("+380670000102", {"Authorization": basic("@", KEY)}),
    ("+380670000103", {"Authorization": basic(os.environ["LOGIN"], os.environ["PASSWORD"])}),
):
    body = {"messages": [{"from": "MyShop", "to": number, "type": "sms", "text": "Your order is ready"}]}
    request = urllib.request.Request(
        f"{HOST}/bat/messagelist",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **credential},
    )
    with urllib.request.urlopen(request) as answer:
        for message in json.load(answer)["messages"]:
            print(message["status"], message["messageId"])

"""Values are uploaded first; a text then names them."""

import json
import os
import urllib.request

HOST, KEY = os.environ["HOST"], os.environ["KEY"]


def post(path: str, body: object) -> object:
    headers = {"X-Authorization-Key": KEY, "Content-Type": "application/json"}
    request = urllib.request.Request(HOST + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


values = [
    {"id": 1, "type": "name", "value": "Oksana"},
    {"id": 2, "type": "url", "value": "https://shop.example.org/o/7741"},
]
post("/api/items", {"variables": values})
message = {
    "id": "order-7741",
    "fromName": "MyShop",
    "toPhone": "+380670000101",
    "messageType": "promo",
    "text": "Hello %name=1%, see %url=2%",
}
print(json.dumps(post("/api/CascadeMessage/send_message/async", [message])))

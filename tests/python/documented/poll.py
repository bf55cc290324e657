"""Sends, and asks for the status until it is final."""

import json
import os
import time
import urllib.request

HOST, KEY = os.environ["HOST"], os.environ["KEY"]
HEADERS = {"X-Authorization-Key": KEY, "Content-Type": "application/json"}
body = {"messages": [{"from": "MyShop", "to": "+380670000101", "type": "sms", "text": "poll"}]}

request = urllib.request.Request(f"{HOST}/bat/messagelist", json.dumps(body).encode(), HEADERS)
with urllib.request.urlopen(request) as answer:
    message_id = json.load(answer)["messages"][0]["messageId"]
for _ in range(100):
    request = urllib.request.Request(f"{HOST}/bat/message/{message_id}", headers=HEADERS)
    with urllib.request.urlopen(request) as answer:
        status = json.load(answer)
    if status["deliverystatus"] not in ("scheduled", "processing"):
        break
    time.sleep(0.1)
else:
    raise SystemExit("no final status in time")
print(json.dumps(status))

"""A company token for login and password, and the organizations that it opens, by both documented headers."""

import json
import os
import urllib.request

HOST = os.environ["HOST"]
body = {"login": os.environ["LOGIN"], "password": os.environ["PASSWORD"]}
request = urllib.request.Request(
    f"{HOST}/api/company/get-token", json.dumps(body).encode(), {"Content-Type": "application/json"}
)
with urllib.request.urlopen(request) as answer:
    token = json.load(answer)
for header in ({"Authorization": f"Bearer {token}"}, {"X-Authorization-Key": token}):
    request = urllib.request.Request(
        f"{HOST}/api/company/organization", headers={"Accept": "text/plain", **header}
    )
    with urllib.request.urlopen(request) as answer:
        print(json.dumps(json.load(answer)))

"""Operators of an organization: made, listed, set inactive; a token of one, and whether it is good."""

import datetime
import json
import os
import urllib.request

HOST = os.environ["HOST"]


def call(path: str, token: str | None = None, body: object = None) -> object:
    headers = {"Accept": "application/json, text/plain"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        data = json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(HOST + path, data, headers)) as answer:
        text = answer.read()
        return json.loads(text) if text else None


company = call(
    "/api/company/get-token", None, {"login": os.environ["LOGIN"], "password": os.environ["PASSWORD"]}
)
organization = call("/api/company/organization", company)[0]["id"]
call("/api/operator/synchronize", company, [{"organizationId": organization, "name": "Olena"}])
operators = call(f"/api/operator?organizationId={organization}", company)
operator = next(one["id"] for one in operators if one["name"] == "Olena")
expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)
own = call("/api/operator/get-token", company, {"id": operator, "expiresAt": expires.isoformat()})
print(json.dumps(call("/api/operator/validate-token", company, {"token": own})))
print(json.dumps(call("/api/chat/chats?page=1&per_page=20", own)))
call("/api/operator/status", company, {"id": operator, "status": 1})

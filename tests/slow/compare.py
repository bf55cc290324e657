"""`smsbat sandbox --compare` before providers that are not ours: Prism's mock, and a TLS end of nginx.

The requests of the walk through all operations pass to Prism and back: each answer is of Prism's kind, and
the vectors hold no value of a request. Then nginx stands with a certificate of a private authority before a
second sandbox.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import common
import prism

PERSONAL = ("380671234567", "Your parcel")


def call(url: str, method: str = "GET", body: object = None) -> tuple[int, object]:
    headers = {"Content-Type": "application/json", "X-Authorization-Key": "test-key"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, data, headers, method=method), timeout=60
        ) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def port_of(ready: dict) -> int:
    return int(ready["url"].rsplit(":", 1)[1])


def answer(port: int, line: dict) -> tuple[int, str]:
    """Status and body of the answer to a request of the walk."""
    headers = dict(line["headers"])
    for name, value in headers.items():
        if value.endswith(prism.MASK):
            headers[name] = prism.credential(value)
    body = prism.filled(line["body"], int(headers.get("content-length", 0)))
    headers["host"] = f"127.0.0.1:{port}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest(
        line["method"], "/" + line["url"].split("/", 3)[3], skip_host=True, skip_accept_encoding=True
    )
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body or None)
    reply = connection.getresponse()
    text = reply.read().decode("utf-8", "replace")
    connection.close()
    return reply.status, text


def before_prism(score: common.Score) -> None:
    lines = [line for line in prism.walk() if line["api_operation_path"] != prism.MESSAGIO]
    with tempfile.TemporaryDirectory() as folder, prism.prism(prism.install()) as port:
        options = ["--no-rate-limit", "--compare", f"http://127.0.0.1:{port}", "--record", folder]
        with common.sandbox(*options) as ready:
            for line in lines:
                direct, between = answer(port, line), answer(port_of(ready), line)
                name = f"{line['method']} {line['api_operation_path']}: the answer is Prism's"
                # Prism makes up dates and numbers; what is fixed is the status and the kind.
                good = direct[0] == between[0] and direct[1][:1] == between[1][:1]
                score.add(name, "" if good else f"{direct} instead of {between}")
            _, report = call(f"{ready['url']}/_sandbox/compare")
        score.figure(f"{report['calls']} calls compared with Prism, {report['equal']} without a difference")
        # ChatHub's are passed on, but not compared.
        paths = [urlsplit(line["url"]).path.split("/")[1:3] for line in lines]
        chats = [
            path
            for path in paths
            if path[0] == "chathub" or path in (["api", word] for word in ("company", "operator", "chat"))
        ]
        score.add("calls were compared", "" if report["calls"] == len(lines) - len(chats) else report)
        kept = json.dumps(report) + "".join(
            path.read_text(encoding="utf-8") for path in Path(folder).iterdir()
        )
        found = [word for word in PERSONAL if word in kept]
        score.add("no value of a request is kept", f"{found}" if found else "")


@contextmanager
def nginx(folder: Path, target: str) -> Iterator[int]:
    """A TLS end with a certificate of a private authority, `ca.pem`; gives its port."""
    subject = ["-subj", "/CN=localhost"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    authority = ["-x509", "-days", "2", "-subj", "/CN=Private authority"]
    common.must("openssl", "req", *curve, *authority, "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    common.must(
        "openssl", "req", *curve, *subject, "-keyout", folder / "key.pem", "-out", folder / "request.pem"
    )
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    sign = ["-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", "2"]
    common.must(
        *("openssl", "x509", "-req", "-in", folder / "request.pem", *sign),
        *("-extfile", folder / "names", "-out", folder / "cert.pem"),
    )
    port = common.free_port()
    (folder / "nginx.conf").write_text(
        f"""daemon off; pid {folder}/pid; error_log {folder}/error.log;
        events {{}}
        http {{
            access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
            server {{
                listen 127.0.0.1:{port} ssl;
                ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
                location / {{ proxy_pass {target}; proxy_set_header Host localhost; }}
            }}
        }}"""
    )
    call = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen(call, stderr=subprocess.DEVNULL) as process:
        try:
            while not (folder / "pid").exists():
                if process.poll() is not None:
                    raise OSError((folder / "error.log").read_text())
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()


def behind_nginx(score: common.Score) -> None:
    message = {"type": "sms", "from": "MyShop", "to": "+380671234567", "text": "Your parcel is here"}
    with tempfile.TemporaryDirectory() as name, common.sandbox("--no-rate-limit") as provider:
        folder = Path(name)
        with nginx(folder, provider["url"]) as port:
            url = f"https://localhost:{port}"
            with common.sandbox("--compare", url, "--ca-bundle", str(folder / "ca.pem")) as between:
                status, sent = call(f"{between['url']}/bat/messagelist", "POST", {"messages": [message]})
                score.add("a message passes over HTTPS", "" if status == 200 else sent)
                number = sent["messages"][0]["messageId"]
                status, shown = call(f"{between['url']}/bat/message/{number}")
                score.add("its status comes back", "" if status == 200 else shown)
                _, report = call(f"{between['url']}/_sandbox/compare")
                score.add("nothing differs", "" if report["calls"] == report["equal"] == 2 else report)
            with common.sandbox("--compare", url) as between:
                status, refused = call(f"{between['url']}/bat/messagelist", "POST", {"messages": [message]})
                good = status == 502 and "certificate" in json.dumps(refused)
                score.add("an unknown authority gets nothing", "" if good else refused)
        _, listed = call(f"{provider['url']}/_sandbox/messages")
        score.add("the provider has one message", "" if listed["total"] == 1 else listed)


def main() -> int:
    if not shutil.which("nginx"):
        common.debian("nginx-light", "openssl")
    score = common.Score()
    behind_nginx(score)
    before_prism(score)
    return score.close()


if __name__ == "__main__":
    raise SystemExit(main())

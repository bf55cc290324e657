"""The server of the benchmarks: nginx in its own process, with a fixed response.

It reads the whole request, as a real server does, and then responds from memory. `small` is the response to
one message, `batch` that to 5,000, and `status` that to a status request.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BATCH = 5000

# A part in front that takes the whole request, and one behind that knows the answer. Between them stay the
# headers for caches, which a file has and an API's answer has not.
CONFIG = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_max_body_size 64m;
  client_body_buffer_size 4m;
  proxy_buffers 16 256k;
  proxy_buffer_size 256k;
  proxy_busy_buffers_size 512k;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  open_file_cache max=16;
  ssl_protocols TLSv1.3;
  upstream answers {{ server unix:{folder}/answers; keepalive 64; keepalive_requests 1000000000; }}
  server {{ listen unix:{folder}/answers; root {folder}; default_type application/json; }}
{servers}
}}
"""
SERVER = """  server {{
    listen 127.0.0.1:{port}{ssl};
    ssl_certificate {folder}/server.pem;
    ssl_certificate_key {folder}/server.key;
    # A client refuses the status of another message than it asked for.
    location ~ ^/bat/message/(?<message>[^/]+)$ {{
      default_type application/json;
      return 200 '{status}';
    }}
    location / {{
      proxy_pass http://answers/{item}.json?;
      proxy_method GET;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Content-Length "";
      proxy_hide_header Last-Modified;
      proxy_hide_header ETag;
      proxy_hide_header Accept-Ranges;
      proxy_pass_request_body off;
    }}
  }}
"""


def accepted(count: int) -> dict:
    rows = [{"messageId": f"m-{number:016x}", "status": "accepted", "parts": 1} for number in range(count)]
    return {"messagelistId": 880001, "messages": rows}


STATUS = {"messageId": "$message", "deliverystatus": "delivered", "partscount": 1, "cost": "0.62"}
ANSWERS = {"small": accepted(1), "batch": accepted(BATCH), "status": {}}


def certificates(folder: Path) -> Path:
    """An authority, and a certificate of it for 127.0.0.1; gives the authority's file."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    authority = ["-addext", "basicConstraints=critical,CA:TRUE", "-subj", "/CN=benches"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", *authority)
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "extensions").write_text("subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    made = ["-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"]
    openssl("x509", "-req", *made, "-out", "server.pem", "-extfile", "extensions")
    return folder / "ca.pem"


def free_ports(count: int) -> list[int]:
    listeners = [socket.socket() for _ in range(count)]
    try:
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()


@contextmanager
def running(folder: Path, core: int) -> Iterator[tuple[dict[tuple[str, str], str], Path]]:
    """The addresses by scheme and item, and the file of the authority, while the server runs on one core."""
    authority = certificates(folder)
    for item, answer in ANSWERS.items():
        (folder / f"{item}.json").write_text(json.dumps(answer, separators=(",", ":")))
    places = [(scheme, item) for scheme in ("http", "https") for item in ANSWERS]
    ports = dict(zip(places, free_ports(len(places)), strict=True))
    servers = "".join(
        SERVER.format(
            folder=folder,
            port=port,
            ssl=" ssl" if scheme == "https" else "",
            item=item,
            status=json.dumps(STATUS, separators=(",", ":")),
        )
        for (scheme, item), port in ports.items()
    )
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, servers=servers))
    nginx = ["nginx", "-e", folder / "error.log", "-c", config, "-p", folder]
    with subprocess.Popen(nginx, preexec_fn=lambda: os.sched_setaffinity(0, {core})) as process:
        try:
            for port in ports.values():
                await_port(process, port, folder)
            yield {place: f"{place[0]}://127.0.0.1:{port}" for place, port in ports.items()}, authority
        finally:
            process.terminate()


def await_port(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"nginx did not start:\n{(folder / 'error.log').read_text()}")

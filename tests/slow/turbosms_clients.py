"""TurboSMS clients that others wrote, against the sandbox: only host and token are changed.

1. Symfony's TurboSMS notifier (PHP, from Debian), over TLS that is verified with the sandbox's CA.
2. The package `turbosms` from PyPI (for Django), its host replaced by wrapping requests' session.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import json
import ssl
import sys
import urllib.parse

import common

PHP = """<?php
error_reporting(E_ALL & ~E_DEPRECATED);
// Warnings are failures here.
set_error_handler(function ($level, $text, $file, $line) {
    if (!(error_reporting() & $level)) { return false; }
    throw new ErrorException($text, 0, $level, $file, $line);
});
require 'Symfony/Component/HttpClient/autoload.php';
require 'Symfony/Component/Notifier/Bridge/TurboSms/autoload.php';
[, $host, $cafile, $phone, $text] = $argv;
$http = Symfony\\Component\\HttpClient\\HttpClient::create($cafile === '' ? [] : ['cafile' => $cafile]);
$class = 'Symfony\\Component\\Notifier\\Bridge\\TurboSms\\TurboSmsTransport';
$transport = new $class('test-token', 'MyBrand', $http);
$transport->setHost($host);
try {
    $sent = $transport->send(new Symfony\\Component\\Notifier\\Message\\SmsMessage($phone, $text));
} catch (Throwable $e) {
    fwrite(STDERR, get_class($e) . ': ' . $e->getMessage() . "\\n");
    exit(3);
}
echo json_encode(['id' => $sent->getMessageId(), 'client' => get_class($http)]);
"""

DJANGO = """
import sys
import requests
from django.conf import settings

base, bundle, phone, text = sys.argv[1:]
settings.configure(IS_SMS_ENABLED=True, SMS_TOKEN="test-token", SMS_SIGNATURE="MyBrand")
original = requests.Session.request

def here(self, method, url, **options):
    wanted = "https://api.turbosms.ua/"
    assert url.startswith(wanted), url
    reply = original(self, method, base + "/api/tsms/" + url[len(wanted):], verify=bundle, **options)
    print(reply.text)
    return reply

requests.Session.request = here
from turbosms import send_sms
send_sms(text, [phone], debug=True)
"""

TEXTS = [("+380951111111", "hello"), ("+380951111112", "Привіт, ґанок")]


def arrived(url: str, context: ssl.SSLContext, phone: str) -> list[dict]:
    query = urllib.parse.urlencode({"api": "turbosms", "to": phone})
    return common.get(f"{url}/_sandbox/messages?{query}", context)["messages"]


def check(message: list[dict], phone: str, text: str, identifier: str) -> str:
    if len(message) != 1:
        return f"{len(message)} messages arrived"
    is_there = {name: message[0][name] for name in ("from", "text", "message_id", "type", "channel")}
    wanted = {"from": "MyBrand", "text": text, "message_id": identifier, "type": "sms", "channel": "sms"}
    same_number = message[0]["to"].lstrip("+") == phone.lstrip("+")
    return "" if is_there == wanted and same_number else f"{message[0]} is not {wanted} to {phone}"


def symfony(score: common.Score, ready: dict, context: ssl.SSLContext) -> None:
    common.debian(
        "php-cli",
        "php-curl",
        "php-symfony-http-client",
        "php-symfony-notifier",
        "php-symfony-turbo-sms-notifier",
    )
    script = common.WORK / "turbosms.php"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(PHP)
    host = f"{urllib.parse.urlsplit(ready['url']).netloc}/api/tsms"
    for phone, text in TEXTS:
        name = f"Symfony's notifier sends {text!r}"
        done = common.run("php", script, host, ready["ca_bundle"], phone, text, timeout=60)
        if done.returncode != 0:
            score.add(name, f"{done.stdout}{done.stderr}exit code {done.returncode}")
            continue
        said = json.loads(done.stdout)
        score.add(name, check(arrived(ready["url"], context, phone), phone, text, said["id"]))
        request = common.get(f"{ready['url']}/_sandbox/requests?limit=1", context)["requests"][-1]
        is_curl = "CurlHttpClient" in said["client"] and request["path"] == "/api/tsms/message/send.json"
        score.add("  through curl, at the native path", "" if is_curl else f"{said} {request['path']}")
    before = len(common.get(f"{ready['url']}/_sandbox/messages", context)["messages"])
    done = common.run("php", script, host, "", "+380951111113", "hello", timeout=60)
    after = len(common.get(f"{ready['url']}/_sandbox/messages", context)["messages"])
    refused = done.returncode == 3 and "certificate" in done.stderr.lower() and before == after
    score.add(
        "without the CA bundle it refuses the sandbox", "" if refused else f"{done.stdout}{done.stderr}"
    )


def django(score: common.Score, ready: dict, context: ssl.SSLContext) -> None:
    # Django 5.2 is the newest that runs on Python 3.10.
    python = common.venv("venv-turbosms", ["turbosms==0.0.2", "django>=5.2,<5.3", "requests>=2.32,<3"])
    for phone, text in TEXTS:
        phone = phone.replace("+38095", "38096")
        name = f"turbosms of PyPI sends {text!r}"
        done = common.run(python, "-c", DJANGO, ready["url"], ready["ca_bundle"], phone, text, timeout=60)
        if done.returncode != 0:
            score.add(name, f"{done.stdout}{done.stderr}exit code {done.returncode}")
            continue
        reply = json.loads(done.stdout)
        row = (reply.get("response_result") or [{}])[0]
        good = reply["response_code"] in (0, 800, 801) and row.get("response_code") == 0
        problem = "" if good else done.stdout
        score.add(
            name, problem or check(arrived(ready["url"], context, phone), phone, text, row["message_id"])
        )


def main() -> int:
    score = common.Score()
    with common.sandbox("--tls") as ready:
        context = ssl.create_default_context(cafile=ready["ca_bundle"])
        symfony(score, ready, context)
        django(score, ready, context)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

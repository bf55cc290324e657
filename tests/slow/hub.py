"""The chat hub, judged by what others wrote: clients for the sandbox's hub, a server for our client.

1. The official JavaScript client on Node.js, over its three transports, with its own reconnect, also through
   a relay that cuts; what the sandbox does not serve of it stands in `GET /_sandbox/fidelity`.
2. `signalrcore` and `pysignalr` from PyPI against the sandbox.
3. `aiosignalr` from PyPI as the server of our client.
4. Our client and the sandbox through the relay: each message arrives once, in order.
5. Autobahn's cases for the WebSockets of the sandbox and of our client.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import random
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import common

HERE = Path(__file__).resolve().parent / "hub"
SIGNALR = "10.0.11"
NODE = 18
PACKAGES = ["signalrcore==1.0.2", "pysignalr==1.3.3", "aiosignalr==0.1.1"]
CHAT = 6601
TRANSPORTS = ["WebSockets", "ServerSentEvents", "LongPolling"]
# Quotes, what ends a message of the protocol, and letters of two, three and four bytes.
TEXT = 'One \x1e "two"\n\\ \u00e4 \u20ac \U0001f600'
SOON = 20.0
AUTOBAHN = "autobahntestsuite==25.10.1"
# Compression is not served, and not asked for.
NOT_TRIED = ["12.*", "13.*"]
GOOD = {"OK", "NON-STRICT", "INFORMATIONAL"}
BURST = 200
CUTS = 40


class Problem(Exception):
    """What went otherwise than it should."""


class Peer(contextlib.AbstractContextManager):
    """A program of `hub/` that reads commands and writes events, one JSON object a line."""

    def __init__(self, *call: object, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
        self.process = subprocess.Popen(
            [str(part) for part in call],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean | environment,
        )
        self.said: queue.Queue[dict] = queue.Queue()
        self.errors: list[str] = []
        self.readers = [threading.Thread(target=read, daemon=True) for read in (self.read, self.read_errors)]
        for reader in self.readers:
            reader.start()

    def read(self) -> None:
        for line in self.process.stdout:
            self.said.put(json.loads(line))
        self.said.put({"event": "ended"})

    def read_errors(self) -> None:
        self.errors.extend(self.process.stderr)

    def tell(self, **command: object) -> None:
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise Problem("it has ended: " + "".join(self.errors)[-2000:]) from None

    def next(self, seconds: float = SOON) -> dict:
        try:
            return self.said.get(timeout=seconds)
        except queue.Empty:
            raise Problem("nothing came: " + "".join(self.errors)[-2000:]) from None

    def wait(self, *names: str) -> dict:
        """The next event of one of these names. What comes before it is dropped."""
        until, dropped = time.monotonic() + SOON, []
        while time.monotonic() < until:
            event = self.next()
            if event["event"] in names:
                return event
            if event["event"] == "ended":
                break
            dropped.append(event)
        raise Problem(f"no {' or '.join(names)}, but {dropped[-5:]}: {''.join(self.errors)[-2000:]}")

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Relay(contextlib.AbstractContextManager):
    """Passes bytes on to the sandbox, and cuts connections."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        # Bytes from the server after which a connection is cut.
        self.room: list[int] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                with self.lock:
                    self.open |= {near, far}
                for ends in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self.pump, args=ends, daemon=True).start()

    def pump(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self.lock:
                    cut = counts and self.room and len(data) >= self.room[0]
                    if cut:
                        data = data[: self.room.pop(0)]
                    elif counts and self.room:
                        self.room[0] -= len(data)
                sink.sendall(data)
                if cut:
                    break
        for end in (source, sink):
            self.end(end)

    def end(self, one: socket.socket) -> None:
        with self.lock:
            self.open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

    def cut(self, *, hard: bool = False) -> None:
        """Ends every connection: in order, or as a host does that has forgotten it."""
        with self.lock:
            ends = list(self.open)
        for end in ends:
            if hard:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.end(end)

    def __exit__(self, *_: object) -> None:
        self.listener.close()
        self.cut()


class Hub:
    """A sandbox, its address through a relay, and its control API."""

    def __init__(self, url: str, relay: Relay) -> None:
        self.url = url
        self.relay = relay
        self.through = f"http://127.0.0.1:{relay.port}"
        self.token = self.post("/api/company/get-token", login="test", password="test-pass")

    def post(self, path: str, **body: object) -> object:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)

    def control(self, name: str, **body: object) -> object:
        return self.post(f"/_sandbox/chathub/{name}", **body)

    def texts(self) -> list[str]:
        """What the chat holds."""
        request = urllib.request.Request(f"{self.url}/api/chat/{CHAT}/messages")
        request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=30) as reply:
            return [message["message"] for message in json.load(reply)]


@contextmanager
def hub() -> Iterator[Hub]:
    with common.sandbox() as ready, Relay(int(ready["url"].rsplit(":", 1)[1])) as relay:
        yield Hub(ready["url"], relay)


def message_of(event: dict) -> str:
    return event["arguments"][0]["message"]


def equal(got: object, wanted: object, what: str) -> None:
    if got != wanted:
        raise Problem(f"{what}: {got!r}, not {wanted!r}")


def pushes(hub: Hub, peer: Peer) -> None:
    """Every change of a chat reaches a client."""
    hub.control("incoming", chat_id=CHAT, text=TEXT)
    equal(message_of(peer.wait("ReceiveMessage")), TEXT, "a message of a client")
    hub.control("answer", chat_id=CHAT, text="Answer")
    equal(message_of(peer.wait("ReceiveMessage")), "Answer", "an answer")
    hub.control("status", chat_id=CHAT, status=4)
    equal(peer.wait("ChatStatusChanged")["arguments"], [CHAT, 2], "a status")
    chat = hub.control("chats", client="Ada", phone="380671234567")
    equal(peer.wait("ChatCreated")["arguments"][0]["id"], chat["id"], "a new chat")
    hub.control("message_status", message_id=99001, status=3)
    status = peer.wait("MessageStatusChanged")["arguments"]
    equal([str(status[0]), status[1]], ["99001", 3], "a message's status")


def calls(hub: Hub, peer: Peer) -> None:
    """Each call has its result or its error."""
    peer.tell(call="SendMessage", arguments=[CHAT, TEXT])
    done = peer.wait("result", "error")
    equal(done["event"], "result", f"SendMessage ({done})")
    equal(hub.texts()[-1], TEXT, "the text in the chat")
    media = {"Name": "a.png", "Format": "png", "DataBase64": "aGk=", "Type": 1}
    peer.tell(call="SendMediaMessage", arguments=[CHAT, media])
    done = peer.wait("result", "error")
    equal(done["event"], "result", f"SendMediaMessage ({done})")
    peer.tell(call="SendMessage", arguments=[1, "Nobody"])
    equal(peer.wait("result", "error")["event"], "error", "a chat that is not there")


def strange(_: Hub, peer: Peer) -> None:
    """What the hub does not know is an error and ends nothing."""
    peer.tell(call="NoSuchMethod", arguments=[1])
    equal(peer.wait("result", "error")["event"], "error", "an unknown method")
    peer.tell(call="SendMessage", arguments=[])
    equal(peer.wait("result", "error")["event"], "error", "too few arguments")


def burst(hub: Hub, peer: Peer) -> None:
    """Many messages come in their order."""
    texts = [f"Burst {number}" for number in range(BURST)]
    for text in texts:
        hub.control("incoming", chat_id=CHAT, text=text)
    equal([message_of(peer.wait("ReceiveMessage")) for _ in texts], texts, "the order")


def comes_back(hub: Hub, peer: Peer, back: str) -> None:
    """The client's own reconnect works, however the connection ends."""
    for number, end in enumerate(
        [
            lambda: hub.control("disconnect"),
            hub.relay.cut,
            lambda: hub.relay.cut(hard=True),
        ]
    ):
        end()
        peer.wait(back)
        hub.control("incoming", chat_id=CHAT, text=f"Again {number}")
        equal(message_of(peer.wait("ReceiveMessage")), f"Again {number}", "the first push after it")


def attempt(score: common.Score, name: str, run: object, *arguments: object) -> bool:
    try:
        run(*arguments)
    except Problem as problem:
        return score.add(name, problem)
    return score.add(name)


def node() -> Path | str:
    """The folder with the official client, or why there is none."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node.js with npm is not there"
    version = common.must("node", "--version").stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < NODE:
        return f"Node.js {NODE} or newer is not there; this is {version}"
    folder = common.WORK / f"signalr-{SIGNALR}"
    if not (folder / "node_modules" / "@microsoft" / "signalr-protocol-msgpack").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        packages = [f"@microsoft/{name}@{SIGNALR}" for name in ("signalr", "signalr-protocol-msgpack")]
        done = common.run("npm", "install", "--silent", "--no-audit", "--no-fund", *packages, cwd=folder)
        if done.returncode != 0:
            return f"npm could not install @microsoft/signalr {SIGNALR}"
    return folder / "package.json"


def official(score: common.Score, modules: Path) -> None:
    """The client that the protocol's authors wrote."""
    for transport in TRANSPORTS:
        with hub() as one:
            call = ["node", HERE / "official.mjs", f"{one.through}/chathub", one.token, transport, modules]
            with Peer(*call) as peer:
                if not attempt(score, f"official client, {transport}: connects", peer.wait, "connected"):
                    continue
                for check in (pushes, calls, strange, burst):
                    attempt(score, f"official client, {transport}: {check.__doc__}", check, one, peer)
                name = f"official client, {transport}: {comes_back.__doc__}"
                attempt(score, name, comes_back, one, peer, "reconnected")


def not_served(score: common.Score, modules: Path) -> None:
    """What the sandbox does not serve is refused in words, and stands in its list."""
    with hub() as one:
        call = ["node", HERE / "official.mjs", f"{one.through}/chathub", one.token]

        def streams() -> None:
            with Peer(*call, "WebSockets", modules) as peer:
                peer.wait("connected")
                peer.tell(stream="Any")
                equal(peer.wait("item", "complete", "error")["event"], "error", "a stream")
                pushes(one, peer)

        def stateful() -> None:
            # The client goes on without it.
            with Peer(*call, "WebSockets", modules, "stateful") as peer:
                peer.wait("connected")
                one.relay.cut()
                peer.wait("reconnected")

        def binary() -> None:
            with Peer(*call, "WebSockets", modules, "messagepack") as peer:
                equal(peer.wait("connected", "failed")["event"], "failed", "MessagePack")

        told = " ".join(common.get(f"{one.url}/_sandbox/fidelity")["not_imitated"])
        for name, feature, run in (
            ("streams", "streaming", streams),
            ("stateful reconnect", "stateful reconnect", stateful),
            ("MessagePack", "MessagePack", binary),
        ):
            attempt(score, f"official client: {name} are not served, and nothing breaks", run)
            score.add(f"fidelity: {name}", "" if feature in told else "not in the list")


def from_pypi(score: common.Score, python: Path) -> None:
    """Clients of other people."""
    for package, transports in (("signalrcore", TRANSPORTS), ("pysignalr", TRANSPORTS[:1])):
        for transport in transports:
            with hub() as one:
                address, checks = f"{one.through}/chathub", (pushes, calls, strange, burst)
                if (package, transport) == ("signalrcore", "LongPolling"):
                    # Its polls have no header with the token.
                    address, checks = f"{address}?access_token={one.token}", (pushes,)
                    reason = f"{package} takes one message of each poll, and waits with the others"
                    score.skip(f"{package}, {transport}: calls and bursts", reason)
                with Peer(python, HERE / f"{package}_client.py", address, one.token, transport) as peer:
                    if not attempt(score, f"{package}, {transport}: connects", peer.wait, "connected"):
                        continue
                    for check in checks:
                        attempt(score, f"{package}, {transport}: {check.__doc__}", check, one, peer)


def ours(hub: Hub | str, token: str, transport: str) -> Peer:
    """Our client as a process."""
    common.must(common.CARGO, "build", "--quiet", "-p", "smsbat-ffi", cwd=common.ROOT)
    address = hub if isinstance(hub, str) else hub.through
    return Peer(sys.executable, HERE / "ours.py", common.DEBUG / "libsmsbat.so", address, token, transport)


def our_transports() -> list[str]:
    return ["WebSockets", "LongPolling"]


def second_server(score: common.Score, python: Path) -> None:
    """Our client at a server that others wrote."""
    reason = "its first poll is answered after 15 seconds, where SignalR answers at once"
    score.skip("our client at aiosignalr, LongPolling", reason)
    for transport in our_transports()[:1]:
        name = f"our client at aiosignalr, {transport}"
        with Peer(python, HERE / "aiosignalr_server.py") as server:
            address = f"http://127.0.0.1:{server.next()['port']}"
            with ours(address, "test-token", transport) as peer:

                def connects(peer: Peer = peer) -> None:
                    peer.wait("connected")

                def receives(server: Peer = server, peer: Peer = peer) -> None:
                    server.tell(write=TEXT)
                    equal(message_of(peer.wait("ReceiveMessage")), TEXT, "a message")
                    server.tell(push="MessageStatusChanged", arguments=["m-1", 3])
                    equal(peer.wait("MessageStatusChanged")["arguments"], ["m-1", 3], "a status")
                    server.tell(push="SomethingNew", arguments=[{"a": None}])
                    peer.wait("unknown")

                def sends(peer: Peer = peer) -> None:
                    peer.tell(call="SendMessage", arguments=[7, TEXT])
                    equal(peer.wait("result", "error")["event"], "result", "SendMessage")
                    media = {"Name": "a.png", "Format": "png", "DataBase64": "aGk=", "Type": 1}
                    peer.tell(call="SendMediaMessage", arguments=[7, media])
                    equal(peer.wait("result", "error"), {"event": "result", "result": {"id": 4}}, "media")
                    peer.tell(call="SendMessage", arguments=[8, "Nobody"])
                    equal(peer.wait("result", "error")["outcome"], "rejected", "a chat that is not there")

                def comes_back(server: Peer = server, peer: Peer = peer) -> None:
                    server.tell(drop=True)
                    peer.wait("reconnecting")
                    server.tell(write="Missed")
                    peer.wait("connected")
                    equal(message_of(peer.wait("ReceiveMessage")), "Missed", "what was missed")

                for check in (connects, receives, sends, comes_back):
                    attempt(score, f"{name}: {check.__name__}", check)


def once_and_in_order(one: Hub, peer: Peer) -> None:
    """Each message comes once and in order, wherever the connection is cut."""
    chance = random.Random(21)
    texts = [f"Cut {number}" for number in range(BURST)]
    got: list[str] = []
    replayed = 0

    def take(event: dict) -> None:
        nonlocal replayed
        if event["event"] == "ReceiveMessage":
            got.append(message_of(event))
            replayed += event["replayed"]

    for number, text in enumerate(texts):
        if number % (BURST // CUTS) == 0:
            # A client that is cut while it connects waits longer each time.
            while len(got) < number:
                take(peer.next(60))
            with one.relay.lock:
                one.relay.room = [chance.randrange(1, 1500)]
            if chance.random() < 0.3:
                one.relay.cut(hard=chance.random() < 0.5)
        one.control("incoming", chat_id=CHAT, text=text)
        time.sleep(chance.random() * 0.01)
    while len(got) < len(texts):
        take(peer.next(60))
    equal(got, texts, "the messages")
    if not replayed:
        raise Problem("nothing was missed, so nothing was tried")


def cuts(score: common.Score) -> None:
    """Our client at the sandbox, through a relay that cuts after random bytes."""
    for transport in our_transports():
        with hub() as one, ours(one, one.token, transport) as peer:
            name = f"our client, {transport}"
            if attempt(score, f"{name}: connects", peer.wait, "connected"):
                for check in (pushes, calls, once_and_in_order):
                    attempt(score, f"{name}: {check.__doc__}", check, one, peer)


def autobahn() -> tuple[list[str], dict[str, str]] | str:
    """Autobahn's command and its environment, or why there is none. It needs Python 2.7."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    pythons = [*versions.glob("2.7.*/bin/python2.7"), *filter(None, [shutil.which("python2.7")])]
    if not pythons:
        return "Python 2.7 is not there"
    home = common.WORK / "autobahn"
    environment = os.environ | {"PYTHONUSERBASE": str(home), "PYENV_VERSION": "2.7.18"}
    command = [str(pythons[0]), "-m", "autobahntestsuite.wstest"]
    if common.run(*command, "--help", env=environment).returncode != 0:
        pip = [pythons[0], "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--user"]
        done = common.run(*pip, AUTOBAHN, env=environment)
        if done.returncode != 0:
            return f"pip of Python 2.7 could not install {AUTOBAHN}"
    return command, environment


def behaviors(score: common.Score, name: str, outdir: Path) -> None:
    """What Autobahn says of each case."""
    index = outdir / "index.json"
    cases = next(iter(json.loads(index.read_text()).values())) if index.exists() else {}
    bad = [
        f"case {case}: {said['behavior']}, {said['behaviorClose']}"
        for case, said in sorted(cases.items())
        if not {said["behavior"], said["behaviorClose"]} <= GOOD
    ]
    score.add(f"Autobahn: {name}", "\n".join(bad) or ("" if cases else "no case was run"))
    score.figure(f"{len(cases)} cases of Autobahn for {name}")


def cases_of_autobahn(score: common.Score) -> None:
    """The WebSockets below the hub, as echoes: Autobahn is the sandbox's client, and our client's server."""
    tool = autobahn()
    if isinstance(tool, str):
        score.skip("Autobahn's cases", tool)
        return
    call = ["build", "--quiet", "-p", "smsbat-faults", "--features", "echo", "--bin", "web_socket_echo"]
    common.must(common.CARGO, *call, cwd=common.ROOT)
    (command, environment), echo = tool, common.DEBUG / "web_socket_echo"
    outdirs = {name: common.WORK / f"autobahn-{name}" for name in ("sandbox", "client")}
    for outdir in outdirs.values():
        shutil.rmtree(outdir, ignore_errors=True)
        outdir.mkdir(parents=True)
    tried = {"cases": ["*"], "exclude-cases": NOT_TRIED, "exclude-agent-cases": {}}

    def fuzzing(mode: str, name: str, rest: dict) -> list[str]:
        spec = outdirs[name] / "spec.json"
        spec.write_text(json.dumps({"outdir": str(outdirs[name]), **tried, **rest}))
        return [*command, "--mode", mode, "--spec", str(spec), "--webport", "0"]

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "env": environment}
    with subprocess.Popen(
        [echo, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        servers = [{"agent": "sandbox", "url": server.stdout.readline().strip()}]
        call = fuzzing("fuzzingclient", "sandbox", {"servers": servers})
        subprocess.run(call, check=False, timeout=1800, **quiet)
        server.stdin.close()
    behaviors(score, "the sandbox's WebSocket", outdirs["sandbox"])

    port = common.free_port()
    call = fuzzing("fuzzingserver", "client", {"url": f"ws://127.0.0.1:{port}"})
    with subprocess.Popen(call, **quiet) as server:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        common.run(echo, "run", f"http://127.0.0.1:{port}")
        server.kill()
    behaviors(score, "our client's WebSocket", outdirs["client"])


def main() -> int:
    score = common.Score()
    common.command()
    modules = node()
    if isinstance(modules, str):
        score.skip("official client", modules)
    else:
        official(score, modules)
        not_served(score, modules)
    python = common.venv("hub-python", PACKAGES)
    from_pypi(score, python)
    second_server(score, python)
    cuts(score)
    cases_of_autobahn(score)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())

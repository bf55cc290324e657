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

import random
import shutil
import sys
import time
from pathlib import Path

import common
from hub_autobahn import cases_of_autobahn
from hub_peers import CHAT, Hub, Peer, Problem, equal, hub, message_of

HERE = Path(__file__).resolve().parent / "hub"
SIGNALR = "10.0.11"
NODE = 18
PACKAGES = ["signalrcore==1.0.2", "pysignalr==1.3.3", "aiosignalr==0.1.1"]
TRANSPORTS = ["WebSockets", "ServerSentEvents", "LongPolling"]
# Quotes, what ends a message of the protocol, and letters of two, three and four bytes.
TEXT = 'One \x1e "two"\n\\ \u00e4 \u20ac \U0001f600'
BURST = 200
CUTS = 40


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

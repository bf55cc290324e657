"""A chat hub made of PyPI's `aiosignalr`: a second server for our client, written by others.

The REST calls beside the hub, which our client reads the history with, are the least that it needs. Each line
on standard input is a command: `{"push": NAME, "arguments": […]}`, `{"write": TEXT}` or `{"drop": true}`.
"""

import asyncio
import json
import sys

from aiohttp import web
from aiosignalr.errors import HubException
from aiosignalr.server import Hub, SignalRServer

CHAT = 7
history: list[dict] = []


def write(text: str) -> dict:
    history.append(
        {"id": len(history) + 1, "chatId": CHAT, "message": text, "phone": "380670000101", "author": 1}
    )
    return history[-1]


class Chats(Hub):
    """The methods of the provider's hub."""

    async def SendMessage(self, chat: int, text: str) -> dict:
        if chat != CHAT:
            raise HubException("There is no such chat.")
        message = write(text)
        await self.clients.all_.send("ReceiveMessage", message)
        return {"id": message["id"]}

    async def SendMediaMessage(self, _chat: int, media: dict) -> dict:
        return {"id": len(media["DataBase64"])}


server = SignalRServer(Chats)


async def chats(request: web.Request) -> web.Response:
    chat = {"id": CHAT, "theme": "", "operator": None, "chatStatus": 1, "countUnread": 0}
    return web.json_response({"total": 1, "items": [chat] if request.query.get("page", "1") == "1" else []})


async def messages(_: web.Request) -> web.Response:
    return web.json_response(history)


async def main() -> None:
    app = server.create_application(path="/chathub")
    app.router.add_get("/api/chat/chats", chats)
    app.router.add_get(f"/api/chat/{CHAT}/messages", messages)
    app.router.add_get(f"/api/chat/chats/{CHAT}/messages", messages)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server._path = "/chathub"
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        if "push" in command:
            await server.lifetime.send_all(command["push"], tuple(command["arguments"]), excluded=frozenset())
        elif "write" in command:
            await server.lifetime.send_all("ReceiveMessage", (write(command["write"]),), excluded=frozenset())
        elif "drop" in command:
            for record in list(server._records.values()):
                if record.ctx is not None:
                    await record.ctx.close(1001, "going away")
    await runner.cleanup()


asyncio.run(main())

"""Our client as a process that takes the commands of official.mjs: ADDRESS TOKEN TRANSPORT.

The address is without a path.
"""

import json
import sys
import threading

import smsbat

address, token, transport = sys.argv[1:4]
NAMES = {"WebSockets": "websocket", "LongPolling": "long_polling"}
writing = threading.Lock()


def say(what: dict) -> None:
    with writing:
        print(json.dumps(what), flush=True)


def send(events: smsbat.ChatEvents) -> None:
    for line in sys.stdin:
        command = json.loads(line)
        chat, given = command["arguments"]
        try:
            if command["call"] == "SendMessage":
                result = events.send_message(chat, given)
            else:
                media = smsbat.ChatMedia(
                    name=given["Name"], format=given["Format"], data=b"hi", type=given["Type"]
                )
                result = events.send_media(chat, media)
            say({"event": "result", "result": result})
        except smsbat.SmsbatError as error:
            say({"event": "error", "error": str(error), "outcome": error.outcome})
    events.close()


def told(event: object) -> dict:
    match event:
        case smsbat.ConnectionChanged():
            return {"event": event.state}
        case smsbat.ChatMessageReceived():
            return {
                "event": "ReceiveMessage",
                "replayed": event.replayed,
                "arguments": [{"message": event.message.text}],
            }
        case smsbat.ChatMediaReceived():
            return {"event": "ReceiveMediaMessage", "arguments": [{"message": ""}]}
        case smsbat.ChatStatusChanged():
            return {"event": "ChatStatusChanged", "arguments": [event.chat_id, event.status]}
        case smsbat.MessageStatusChanged():
            return {"event": "MessageStatusChanged", "arguments": [event.message_id, event.status]}
        case smsbat.ChatCreated():
            return {"event": "ChatCreated", "arguments": [{"id": event.chat.id}]}
    return {"event": "unknown", "name": event.name}


with (
    smsbat.Client(chathub_url=address, company_token=token, timeout=10) as client,
    client.chathub.listen(transport=NAMES[transport]) as events,
):
    threading.Thread(target=send, args=[events], daemon=True).start()
    for event in events:
        say(told(event))

"""Our client, through the C library, as a process that takes the commands of official.mjs.

LIBRARY ADDRESS TOKEN TRANSPORT; the address is without a path. An error of a send says its outcome.
"""

import ctypes
import json
import sys
import threading

library, address, token, transport = sys.argv[1:5]
c = ctypes.CDLL(library)
NAMES = {"WebSockets": b"websocket", "LongPolling": b"long_polling"}
KINDS = [
    "closed",
    "unknown",
    "ReceiveMessage",
    "ReceiveMediaMessage",
    "ChatStatusChanged",
    "MessageStatusChanged",
    "ChatCreated",
    "ConnectionChanged",
]
writing = threading.Lock()

# Pointers are wider than the integers that ctypes takes a result for.
for name in (
    "options_new",
    "chat_events_options_new",
    "chat_event_json",
    "error_text",
    "outcome_name",
    "string_text",
):
    getattr(c, f"smsbat_{name}").restype = ctypes.c_void_p
c.smsbat_chat_events_is_closed.restype = ctypes.c_bool
void = ctypes.c_void_p
error = void()


def say(what: dict) -> None:
    with writing:
        print(json.dumps(what), flush=True)


def text_of(pointer: int | None) -> str:
    return ctypes.string_at(pointer).decode() if pointer else ""


def must(code: int) -> None:
    if code != 0:
        sys.exit(text_of(c.smsbat_error_text(error)))


options = void(c.smsbat_options_new())
for setting, value in (("chathub_url", address), ("company_token", token)):
    c.smsbat_options_set(options, setting.encode(), value.encode())
c.smsbat_options_set(options, b"timeout", b"10")
client, events = void(), void()
must(c.smsbat_client_new(options, ctypes.byref(client), ctypes.byref(error)))
listen = void(c.smsbat_chat_events_options_new())
c.smsbat_chat_events_options_set_transport(listen, NAMES[transport])
must(c.smsbat_chat_events_open(client, listen, None, ctypes.byref(events), ctypes.byref(error)))


def send() -> None:
    for line in sys.stdin:
        command = json.loads(line)
        chat, given = command["arguments"]
        result, error = void(), void()
        ends = (ctypes.byref(result), ctypes.byref(error))
        chat = ctypes.c_int64(chat)
        if command["call"] == "SendMessage":
            code = c.smsbat_chat_events_send_message(events, chat, given.encode(), *ends)
        else:
            size = ctypes.c_size_t(2)
            code = c.smsbat_chat_events_send_media(
                events, chat, given["Name"].encode(), None, b"hi", size, *ends
            )
        if code == 0:
            json_text = text_of(c.smsbat_string_text(result, None))
            say({"event": "result", "result": json.loads(json_text or "null")})
            c.smsbat_string_free(result)
        else:
            outcome = text_of(c.smsbat_outcome_name(c.smsbat_error_outcome(error)))
            say({"event": "error", "error": text_of(c.smsbat_error_text(error)), "outcome": outcome})
            c.smsbat_error_free(error)
    c.smsbat_chat_events_close(events)


def told(kind: str, event: dict) -> dict:
    """In the shape in which other clients tell of it."""
    if kind == "ConnectionChanged":
        return {"event": event["state"], "reason": event["reason"]}
    if kind == "ReceiveMessage":
        message = {"message": event["message"]["text"], "id": event["message"]["id"]}
        return {"event": kind, "replayed": event["replayed"], "arguments": [message]}
    if kind == "ChatStatusChanged":
        return {"event": kind, "arguments": [event["chat_id"], event["status"]]}
    if kind == "MessageStatusChanged":
        return {"event": kind, "arguments": [event["message_id"], event["status"]]}
    if kind == "ChatCreated":
        return {"event": kind, "arguments": [{"id": event["chat"]["id"]}]}
    return {"event": kind, "arguments": [event]}


threading.Thread(target=send, daemon=True).start()
while not c.smsbat_chat_events_is_closed(events):
    event = void()
    must(c.smsbat_chat_events_next(events, ctypes.c_double(5), ctypes.byref(event), ctypes.byref(error)))
    if event:
        kind = KINDS[c.smsbat_chat_event_kind(event)]
        say(told(kind, json.loads(text_of(c.smsbat_chat_event_json(event, None)))))
        c.smsbat_chat_event_free(event)
c.smsbat_chat_events_free(events)

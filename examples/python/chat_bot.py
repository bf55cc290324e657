"""A bot that answers customers in ChatHub. The company token is taken from SMSBAT_COMPANY_TOKEN."""

import smsbat

HOURS = "We are here from 9 to 18. Somebody will answer you soon."


def main():
    with smsbat.Client() as client, client.chathub.listen(idle_timeout=3600) as events:
        for event in events:
            match event:
                # What operators and this bot write comes as an event, too; its author is 0.
                case smsbat.ChatMessageReceived(chat_id=int(chat), message=message) if message.author != 0:
                    answer(events, chat, message)
                case smsbat.ConnectionChanged(state=state, reason=reason):
                    print("hub:", state, reason or "", flush=True)


def answer(events, chat, message):
    if "hours" not in (message.text or "").lower():
        return
    try:
        events.send_message(chat, HOURS)
    except smsbat.SmsbatError as error:
        # `unknown`: the customer may have it. Nothing is sent again by itself.
        print(f"chat {chat}: {error.outcome}")


main()

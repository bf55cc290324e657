"""One call of each of the other APIs. The keys and ChatHub's login come from the environment."""

import os

import smsbat

with smsbat.Client() as client:
    # Cascade: one message that tries several channels in order.
    rows = [{"to": "+380671234567", "name": "Oksana", "link": "https://shop.example.org/orders/5512"}]
    sent = client.cascade.send_template("Hi {name}, track it: {link:short_url}", rows, sender="MyShop")
    print(*(row.outcome for row in sent))

    # TurboSMS-compatible API: native names, but another host and token.
    message = smsbat.TurboSmsMessage(
        recipients=["380671234567"], sender="MyShop", text="Hello", sms=smsbat.TurboSms()
    )
    print(*(row.outcome for row in client.turbosms.send(message)))

    # ChatHub: operators' chats.
    client.chathub.login(os.environ["CHATHUB_LOGIN"], os.environ["CHATHUB_PASSWORD"])
    for chat in client.chathub.chats(status="open"):
        if chat.id is not None:
            print(chat.theme, client.chathub.chat_messages(chat.id)[-1].text)

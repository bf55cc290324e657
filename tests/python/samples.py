"""A sample of every class, for tests that cover all classes."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import smsbat

TO = "+380671234567"
URL = "https://example.com/a"

PARTS: dict[str, Any] = {
    "Fallback": smsbat.Fallback("Hello"),
    "Button": smsbat.Button("Open", URL),
    "Video": smsbat.Video(URL, URL, 1000, 30),
    "File": smsbat.File(URL, "invoice.pdf"),
    "Card": smsbat.Card("Title", URL, smsbat.Button("Open", URL), smsbat.Button("More", URL)),
    "Media": smsbat.Media(URL, "image/jpeg", 800, 600, URL),
    "RcsButton": smsbat.RcsButton("Call", smsbat.Action.dial(TO)),
    "RcsCard": smsbat.RcsCard(
        "Title",
        "Text",
        smsbat.Media(URL, "image/jpeg"),
        [smsbat.RcsButton("Where", smsbat.Action.share_location())],
    ),
    "Action": smsbat.Action.create_calendar_event("Visit", datetime(2026, 5, 1, 9, tzinfo=timezone.utc)),
}

MESSAGES: dict[str, Any] = {
    "Sms": smsbat.Sms(to=TO, sender="MyShop", text="Hello", ttl=60, customer_message_id="c-1"),
    "ViberPromo": smsbat.ViberPromo(
        to=TO,
        sender="MyShop",
        text="Hello",
        image=URL,
        button=PARTS["Button"],
        fallback=smsbat.Fallback("Hello"),
    ),
    "ViberTransactional": smsbat.ViberTransactional(to=TO, sender="MyShop", text="Hello", file=PARTS["File"]),
    "ViberCarousel": smsbat.ViberCarousel(
        to=TO, sender="MyShop", text="Hello", cards=[PARTS["Card"], PARTS["Card"]]
    ),
    "ViberSurvey": smsbat.ViberSurvey(to=TO, sender="MyShop", text="Which?", options=["A", "B"]),
    "ViberOtp": smsbat.ViberOtp(
        to=TO,
        sender="MyShop",
        template_id="123e4567-e89b-12d3-a456-426614174000",
        template_lang="uk",
        template_params={"pin": "0123", "minutes": 5},
    ),
    "Rcs": smsbat.Rcs(
        to=TO,
        sender="MyShop",
        text="Hello",
        media=PARTS["Media"],
        buttons=[PARTS["RcsButton"]],
    ),
    "FlashCall": smsbat.FlashCall(to=TO, sender="MyShop", caller_id="+380440000077"),
}

API_PARTS: dict[str, Any] = {
    "CascadeFallback": smsbat.CascadeFallback("Hello", "transaction"),
    "Variable": smsbat.Variable(7, "short_url", URL),
    "TelegramButton": smsbat.TelegramButton("Open", "invoice"),
    "Telegram": smsbat.Telegram("Hello", URL, 90011223, [smsbat.TelegramButton("Open", "invoice")]),
    "ViberBot": smsbat.ViberBot("ZXhhbXBsZQ==", 1, "text", "MyShop", URL, "Hello"),
    "TurboSms": smsbat.TurboSms("MyShop", "Hello", False),
    "TurboCard": smsbat.TurboCard("Hello", URL, "Open", URL),
    "TurboViber": smsbat.TurboViber("MyShop", "Hello", 600, URL, "Open", URL, is_transactional=False),
    "NewOperator": smsbat.NewOperator(31, "MyShop"),
}

API_MESSAGES: dict[str, Any] = {
    "CascadeMessage": smsbat.CascadeMessage(
        id="c-1",
        to=TO,
        sender="MyShop",
        message_type="transaction",
        text="Hello %name=7%",
        ttl=60,
        scheduled=datetime(2035, 5, 1, 9, tzinfo=timezone.utc),
        variables=[smsbat.Variable(7, "name", "Hello")],
        viber=API_PARTS["ViberBot"],
        telegram=API_PARTS["Telegram"],
        check_session=True,
        customer_data={"segment": ["spring", None, 1.5]},
        fallback=API_PARTS["CascadeFallback"],
    ),
    "TurboSmsMessage": smsbat.TurboSmsMessage(
        recipients=[TO, "+380 67 123 45 68"],
        sender="MyShop",
        text="Hello",
        start_time="2035-05-01T12:00:00+03:00",
        sequence_id="batch-1",
        sms=API_PARTS["TurboSms"],
        viber=API_PARTS["TurboViber"],
    ),
}

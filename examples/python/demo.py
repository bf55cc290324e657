"""Sends one of everything to a sandbox and prints what became of it.

Takes the sandbox's address from SMSBAT_BASE_URL; without it, starts one of its own.
"""

import os
from typing import Any

import smsbat

PICTURE = "https://example.com/picture.jpg"
PAGE = "https://example.com/sale"

# Numbers whose fate is fixed: see the README of the sandbox.
FIRST_CHANNEL_FAILS = "+380990000211"
IN_THE_STOP_LIST = "+380990000101"


def messages() -> dict[str, smsbat.Message]:
    """One of each kind, one whose fallback takes effect, one to a number that is refused."""
    common: dict[str, Any] = {"to": "+380671234567", "sender": "MyShop"}
    button = smsbat.Button("Open", PAGE)
    return {
        "SMS": smsbat.Sms(**common, text="Your order is on its way"),
        "Viber promo": smsbat.ViberPromo(**common, text="Sale!", image=PICTURE, button=button),
        "Viber transactional": smsbat.ViberTransactional(
            **common, text="Your invoice", file=smsbat.File("https://example.com/invoice.pdf", "invoice.pdf")
        ),
        "Viber carousel": smsbat.ViberCarousel(
            **common,
            text="New in",
            cards=[smsbat.Card(title, PICTURE, button) for title in ("Boots", "Coats")],
        ),
        "Viber survey": smsbat.ViberSurvey(**common, text="How was it?", options=["Good", "Bad"]),
        "Viber OTP": smsbat.ViberOtp(
            **common,
            template_id="123e4567-e89b-12d3-a456-426614174000",
            template_lang="uk",
            template_params={"pin": "0417"},
        ),
        "RCS": smsbat.Rcs(
            **common,
            text="Your table is booked",
            media=smsbat.Media(PICTURE, "image/jpeg"),
            buttons=[smsbat.RcsButton("Call us", smsbat.Action.dial("+380440000001"))],
        ),
        "Flash call": smsbat.FlashCall(**common, caller_id="+380440000077"),
        "Viber with fallback": smsbat.ViberTransactional(
            to=FIRST_CHANNEL_FAILS,
            sender="MyShop",
            text="Your parcel is here",
            fallback=smsbat.Fallback("Your parcel is here"),
        ),
        "SMS, refused": smsbat.Sms(to=IN_THE_STOP_LIST, sender="MyShop", text="Hello"),
    }


def run(client: smsbat.Client) -> None:
    """Sends, lets time pass, and prints one line for each message."""
    given = messages()
    result = client.send(given.values())
    # The sandbox's clock: nobody waits for the three seconds a delivery takes there.
    client.request("POST", "/_sandbox/clock", {"advance": 3})
    print(f"{'message':20} {'outcome':9} {'final status':14} notes")
    for name, row in zip(given, result, strict=True):
        status, notes = "-", ""
        if row.message_id is None:
            notes = row.reason or ""
        else:
            final = client.wait(row.message_id)
            status = final.delivery_status
            notes = ", ".join(f"{f.type}: {f.status}" for f in final.fallbacks)
            if row.pattern:
                notes = f"rings from {row.pattern}"
        print(f"{name:20} {row.outcome:9} {status:14} {notes}")


def wrong_key(base_url: str, ca_bundle: str | None) -> None:
    """Returns the error of a call with an unknown key."""
    try:
        with smsbat.Client(api_key="wrong", base_url=base_url, ca_bundle=ca_bundle) as client:
            client.status("m-1")
    except smsbat.AuthenticationError as error:
        print(f"{'a wrong key':20} {error.outcome:9} {'HTTP ' + str(error.status_code):14} {error.message}")


def main() -> None:
    """Against the sandbox of the environment, or one of our own."""
    base_url = os.environ.get("SMSBAT_BASE_URL")
    if base_url is None:
        with smsbat.Sandbox() as sandbox, sandbox.client() as client:
            run(client)
            wrong_key(sandbox.url, sandbox.ca_bundle)
    else:
        with smsbat.Client() as client:
            run(client)
        wrong_key(base_url, os.environ.get("SMSBAT_CA_BUNDLE"))


if __name__ == "__main__":
    main()

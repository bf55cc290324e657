"""Texts from Django, with the settings and functions of django-turbosms. Save it as `sms.py` in your project.

    IS_SMS_ENABLED = True
    SMS_TOKEN = os.environ["SMSBAT_API_KEY"]
    SMS_SIGNATURE = "MyShop"
    SMS_RECIPIENTS = ["+380671234567"]  # who gets a message that names nobody
    SMS_COUNTRY = "380"                 # new: national numbers are read with it

Code changes one line: `from turbosms import send_sms` becomes `from .sms import send_sms`. Two things are
different: `send_sms` returns what came of it, and raises nothing that a caller forgot to think of.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

import smsbat

logger = logging.getLogger(__name__)


@functools.cache
def client() -> smsbat.Client:
    """One client for the process, made when it is needed first. It is safe in threads and after a fork."""
    return smsbat.Client(api_key=settings.SMS_TOKEN, country=getattr(settings, "SMS_COUNTRY", None))


def get_default_sms_recipients() -> list[str]:
    return list(getattr(settings, "SMS_RECIPIENTS", []))


def send_sms(message: str, recipients: Iterable[str] | None = None) -> dict[str, smsbat.Outcome]:
    """Sends a text, and returns the outcome for each recipient.

    Call it again only for those with `not_sent`: `unknown` may have been sent. In a transaction, call it with
    `transaction.on_commit`, so that nobody gets a message about what was rolled back.
    """
    phones = list(dict.fromkeys(get_default_sms_recipients() if recipients is None else recipients))
    if not getattr(settings, "IS_SMS_ENABLED", False) or not phones:
        return {}
    sender = getattr(settings, "SMS_SIGNATURE", "Msg")
    texts = [smsbat.Sms(to=phone, sender=sender, text=message) for phone in phones]
    try:
        rows = client().send(texts)
    except smsbat.SmsbatError as error:
        # Its text has neither the message nor whole numbers.
        logger.error("sms: %s", error)
        return dict.fromkeys(phones, error.outcome)
    for row in rows:
        if row.outcome != smsbat.Outcome.ACCEPTED:
            logger.warning("sms: %r", row)
    return {phone: row.outcome for phone, row in zip(phones, rows, strict=True)}


def send_sms_from_template(
    template_name: str, context: dict[str, Any] | None = None, recipients: Iterable[str] | None = None
) -> dict[str, smsbat.Outcome]:
    return send_sms(render_to_string(template_name, context).strip(), recipients)

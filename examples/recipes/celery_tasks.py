"""A Celery task that sends each notice once: `celery -A celery_tasks worker`. The key is in SMSBAT_API_KEY.

Celery runs a task again when its worker was killed (`acks_late`) or its acknowledgement was lost. So the
notices have a journal: it is written before the request, and read by the next run. A notice that may have
been sent is never sent again; the task `check` tells somebody. Workers on several machines need a journal
that all of them reach, on a file system with locks.
"""

import os
from functools import cache

from celery import Celery, Task
from celery.utils.log import get_task_logger

import smsbat

app = Celery("notices", broker=os.environ.get("CELERY_BROKER", "redis://localhost"))
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True)
logger = get_task_logger(__name__)
JOURNAL = os.environ.get("NOTICE_JOURNAL", "notices.db")
#: Seconds until the next try of what was certainly not sent.
PAUSE = int(os.environ.get("NOTICE_PAUSE", "60"))


@cache
def client() -> smsbat.Client:
    """One client for each process of the worker."""
    return smsbat.Client()


@app.task(bind=True, max_retries=10)
def notify(self: Task, notice_id: str, phone: str, text: str) -> str:
    """Sends a notice once, and returns its outcome. Another notice needs another id."""
    sms = smsbat.Sms(to=phone, sender="MyShop", text=text, customer_message_id=notice_id)
    try:
        outcome = client().send(sms, journal=JOURNAL)[0].outcome
    except smsbat.SmsbatError as error:
        outcome = error.outcome
        if outcome != smsbat.Outcome.UNKNOWN and error.retryable:
            raise self.retry(exc=error, countdown=error.retry_after or PAUSE) from None
        if outcome != smsbat.Outcome.UNKNOWN:
            raise
    if outcome == smsbat.Outcome.UNKNOWN:
        check.delay(notice_id)
    return str(outcome)


@app.task
def check(notice_id: str) -> None:
    """Tells somebody. Once it is known that the notice did not arrive, give it a new id and send it."""
    logger.error("notice %s: it may have been sent; look before you send it again", notice_id)

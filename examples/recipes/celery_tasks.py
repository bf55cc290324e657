"""A Celery task that sends each notice once: `celery -A celery_tasks worker`. The key is in SMSBAT_API_KEY.

Celery runs a task again when its worker was killed (`acks_late`) or its acknowledgement was lost. So each
notice has a small journal: it is written before the request, and read by the next run. A notice that may have
been sent is never sent again; the task `check` tells somebody. Workers on several machines need a folder that
all of them reach, on a file system with locks.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.utils.log import get_task_logger

import smsbat

app = Celery("notices", broker=os.environ.get("CELERY_BROKER", "redis://localhost"))
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True)
logger = get_task_logger(__name__)
JOURNALS = Path(os.environ.get("NOTICE_JOURNALS", "journals"))
#: Seconds until the next try of what was certainly not sent.
PAUSE = int(os.environ.get("NOTICE_PAUSE", "60"))


@cache
def client() -> smsbat.Client:
    """One client for each process of the worker."""
    return smsbat.Client()


@app.task(bind=True, max_retries=10)
def notify(self: Task, notice_id: str, phone: str, text: str) -> str:
    """Sends a notice, and returns its outcome. The id names the notice: letters, digits, `-` and `_`."""
    if not notice_id.replace("-", "").replace("_", "").isalnum():
        raise ValueError("notice_id must be letters, digits, '-' and '_'")
    JOURNALS.mkdir(exist_ok=True)
    message: dict[str, Any] = {"to": phone, "text": text, "customer_message_id": notice_id}
    journal = JOURNALS / f"{notice_id}.db"
    try:
        row = next(iter(client().messages.send_bulk([message], sender="MyShop", journal=journal)))
    except smsbat.SmsbatError as error:
        # With a journal, running again cannot send twice.
        if error.retryable:
            raise self.retry(exc=error, countdown=error.retry_after or PAUSE) from None
        raise
    if row["outcome"] == smsbat.Outcome.UNKNOWN:
        check.delay(notice_id)
    elif row["outcome"] == smsbat.Outcome.NOT_SENT and row["rule"] is None:
        # The provider or the network failed. A row that breaks a rule will not get better.
        raise self.retry(countdown=PAUSE)
    return str(row["outcome"])


@app.task
def check(notice_id: str) -> None:
    """Tells somebody. Once it is known that the notice did not arrive, give it a new id and send it."""
    logger.error("notice %s: it may have been sent; look before you send it again", notice_id)

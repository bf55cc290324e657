"""Notifies customers, with FastAPI: `uvicorn fastapi_app:app`. The key is in SMSBAT_API_KEY."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import smsbat
from smsbat import webhooks


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    # One client for the whole process: it keeps connections and the rate limit.
    async with smsbat.AsyncClient() as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


class Notice(BaseModel):
    phone: str
    text: str


@app.post("/orders/{order}/notices", status_code=201)
async def notify(order: str, notice: Notice) -> JSONResponse:
    """Sends a notice. 201: accepted. 202: it may have been sent, do not call again. 4xx, 503: not sent."""
    sms = smsbat.Sms(to=notice.phone, sender="MyShop", text=notice.text, customer_message_id=order)
    try:
        row = (await app.state.client.send(sms))[0]
    except smsbat.ValidationError as error:
        # Neither the path nor the message of a problem repeats a value.
        raise HTTPException(422, [f"{p.path} {p.message}" for p in error.problems]) from None
    except smsbat.SmsbatError as error:
        if error.outcome == smsbat.Outcome.UNKNOWN:
            return JSONResponse({"outcome": error.outcome}, 202)
        seconds = str(round(error.retry_after or 5))
        raise HTTPException(503, "not sent, try again", {"Retry-After": seconds}) from None
    if row.outcome == smsbat.Outcome.UNKNOWN:
        return JSONResponse({"outcome": row.outcome}, 202)
    if row.outcome != smsbat.Outcome.ACCEPTED:
        raise HTTPException(409, {"outcome": row.outcome, "code": row.code})
    return JSONResponse({"outcome": row.outcome, "message_id": row.message_id}, 201)


statuses: dict[str, str] = {}


async def store(event: smsbat.DeliveryReport | smsbat.IncomingMessage | dict[str, object]) -> None:
    """Keeps what the provider posts; a database would go here. It may come twice."""
    if isinstance(event, smsbat.DeliveryReport) and event.message_id and event.delivery_status:
        statuses[event.message_id] = event.delivery_status


@app.get("/messages/{message_id}")
async def status(message_id: str) -> dict[str, str]:
    if message_id not in statuses:
        raise HTTPException(404)
    return {"status": statuses[message_id]}


# Put a path that nobody guesses in its place: these requests are not signed.
app.mount("/hook", webhooks.asgi_app(store))

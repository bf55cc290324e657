"""Several messages at once, with asyncio. The key is taken from SMSBAT_API_KEY."""

import asyncio

import smsbat


async def main():
    async with smsbat.AsyncClient() as client:
        phones = ["+380671234567", "+380501234567", "+380631234567"]
        messages = [smsbat.Sms(to=phone, sender="MyShop", text="Hello") for phone in phones]
        results = await asyncio.gather(*(client.send(message) for message in messages))
        print(all(result.ok for result in results))


asyncio.run(main())

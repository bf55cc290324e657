"""Sends one SMS and waits until it is delivered. The key comes from SMSBAT_API_KEY."""

import smsbat

with smsbat.Client() as client:
    sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="Your order is on its way")
    result = client.send(sms)
    result.raise_for_outcome()
    status = client.wait(result)
    print(status.delivery_status, status.cost)

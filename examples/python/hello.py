"""Sends an SMS into a sandbox and waits until it is delivered. Needs no account."""

import smsbat

with smsbat.Sandbox() as sandbox, sandbox.client() as client:  # for real: smsbat.Client()
    sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="Your order is ready")
    result = client.send(sms)
    print(result[0].outcome, result[0].parts)
    status = client.wait(result, interval=1)
    print(status.delivery_status, status.cost)

"""Sends a campaign. Run it as often as you like: everybody gets one message."""

import smsbat

rows = [
    {"phone": "+380671234567", "name": "Ada"},
    {"phone": "+380671234568", "name": "Bob"},
    {"phone": "0671234569", "name": "Eve"},
]
with smsbat.Client() as client:
    report = client.messages.send_bulk(
        rows,
        sender="MyShop",
        template="Hi {name}, your order is ready",
        columns={"to": "phone"},
        journal="campaign.db",
    )
print(report)
for row in report:
    if row["outcome"] != "accepted":
        print(row["index"], row["outcome"], row["reason"])

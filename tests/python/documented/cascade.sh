# Telegram bot, Viber bot, Viber, RCS, SMS: all documented headers.
curl -sSf -X POST "$HOST/api/CascadeMessage/send_message/async" \
  -H "X-Authorization-Key: $KEY" \
  -H "X-Viber-Auth-Token: $VIBER" \
  -H "X-Tg-Bot-Key: $TELEGRAM" \
  -H "Content-Type: application/json" \
  -d '[{"id": "order-7741", "fromName": "MyShop", "toPhone": "+380670000101", "messageType": "transaction",
        "text": "Your order is ready", "ttl": 3600}]'

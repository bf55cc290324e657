# Values are uploaded first; a text then names them.
curl -sSf -X POST "$HOST/api/items" \
  -H "X-Authorization-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '{"variables": [{"id": 1, "type": "name", "value": "Oksana"},
                     {"id": 2, "type": "url", "value": "https://shop.example.org/o/7741"}]}'
curl -sSf -X POST "$HOST/api/CascadeMessage/send_message/async" \
  -H "X-Authorization-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '[{"id": "order-7741", "fromName": "MyShop", "toPhone": "+380670000101", "messageType": "promo",
        "text": "Hello %name=1%, see %url=2%"}]'

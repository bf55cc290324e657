# One SMS, with each of the three documented credentials.
curl -sSf -X POST "$HOST/bat/messagelist" \
  -H "X-Authorization-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '{"messages": [{"from": "MyShop", "to": "+380670000101", "type": "sms", "text": "by key"}]}'
curl -sSf -X POST "$HOST/bat/messagelist" \
  -u "@:$KEY" \
  -H "Content-Type: application/json" \
  -d '{"messages": [{"from": "MyShop", "to": "+380670000102", "type": "sms", "text": "by key as password"}]}'
curl -sSf -X POST "$HOST/bat/messagelist" \
  -u "$LOGIN:$PASSWORD" \
  -H "Content-Type: application/json" \
  -d '{"messages": [{"from": "MyShop", "to": "+380670000103", "type": "sms", "text": "by login"}]}'

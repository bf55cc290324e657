# Sends, and asks for the status until it is final.
id=$(curl -sSf -X POST "$HOST/bat/messagelist" \
  -H "X-Authorization-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '{"messages": [{"from": "MyShop", "to": "+380670000101", "type": "sms", "text": "poll"}]}' |
  sed 's/.*"messageId":"\([^"]*\)".*/\1/')
while :; do
  status=$(curl -sSf "$HOST/bat/message/$id" -H "X-Authorization-Key: $KEY")
  case $status in
    *'"deliverystatus":"delivered"'* | *'"deliverystatus":"undeliverable"'* | *'"deliverystatus":"permanenterror"'*) break ;;
  esac
  sleep 0.1
done
echo "$status"

# Sends, and asks for the status until it is final.
id=$(curl -sSf -X POST "$HOST/bat/messagelist" \
  -H "X-Authorization-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '{"messages": [{"from": "MyShop", "to": "+380670000101", "type": "sms", "text": "poll"}]}' |
  sed 's/.*"messageId":"\([^"]*\)".*/\1/')
for attempt in $(seq 100); do
  status=$(curl -sSf "$HOST/bat/message/$id" -H "X-Authorization-Key: $KEY")
  case $status in
    *'"deliverystatus":"delivered"'* | *'"deliverystatus":"undeliverable"'* | *'"deliverystatus":"permanenterror"'*)
      echo "$status"
      exit 0
      ;;
  esac
  sleep 0.1
done
echo "no final status in time" >&2
exit 1

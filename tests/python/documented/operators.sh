# Operators of an organization: made, listed, set inactive; a token of one, and whether it is good.
token=$(curl -sSf -X POST "$HOST/api/company/get-token" \
  -H "Content-Type: application/json" \
  -d "{\"login\": \"$LOGIN\", \"password\": \"$PASSWORD\"}" | tr -d '"')
organization=$(curl -sSf "$HOST/api/company/organization" \
  -H "Authorization: Bearer $token" -H "Accept: text/plain" | sed 's/^\[{"id":\([0-9]*\).*/\1/')
curl -sSf -X POST "$HOST/api/operator/synchronize" \
  -H "Authorization: Bearer $token" -H "Content-Type: application/json" \
  -d "[{\"organizationId\": $organization, \"name\": \"Olena\"}]"
operator=$(curl -sSf "$HOST/api/operator?organizationId=$organization" \
  -H "Authorization: Bearer $token" -H "Accept: text/plain" | sed 's/.*{"id":\([0-9]*\),"name":"Olena".*/\1/')
expires=$(date -u -d '+8 hours' '+%Y-%m-%dT%H:%M:%SZ' 2>/dev/null || date -u -v+8H '+%Y-%m-%dT%H:%M:%SZ')
own=$(curl -sSf -X POST "$HOST/api/operator/get-token" \
  -H "Authorization: Bearer $token" -H "Content-Type: application/json" \
  -d "{\"id\": $operator, \"expiresAt\": \"$expires\"}" | tr -d '"')
curl -sSf -X POST "$HOST/api/operator/validate-token" \
  -H "Authorization: Bearer $token" -H "Content-Type: application/json" \
  -d "{\"token\": \"$own\"}"
curl -sSf "$HOST/api/chat/chats?page=1&per_page=20" -H "Authorization: Bearer $own"
curl -sSf -X POST "$HOST/api/operator/status" \
  -H "Authorization: Bearer $token" -H "Content-Type: application/json" \
  -d "{\"id\": $operator, \"status\": 1}"

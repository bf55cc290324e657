# A company token for login and password, and the organizations that it opens, by both documented headers.
token=$(curl -sSf -X POST "$HOST/api/company/get-token" \
  -H "Content-Type: application/json" \
  -d "{\"login\": \"$LOGIN\", \"password\": \"$PASSWORD\"}" | tr -d '"')
curl -sSf "$HOST/api/company/organization" -H "Authorization: Bearer $token" -H "Accept: text/plain"
curl -sSf "$HOST/api/company/organization" -H "X-Authorization-Key: $token" -H "Accept: text/plain"

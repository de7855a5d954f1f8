curl --silent --fail-with-body "$KECHUANG/api/v1/me/" \
  --header "Authorization: Bearer $TOKEN"

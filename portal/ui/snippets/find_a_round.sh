curl --silent --fail-with-body "$KECHUANG/api/v1/programs/?open=true&fields=slug,title,rounds"

import json
import os
from urllib.request import Request, urlopen

KECHUANG, TOKEN = os.environ["KECHUANG"], os.environ["TOKEN"]


def rows(path, cursor=""):
    """Every row the token may read; goes on after the last one when the connection breaks."""
    while True:
        request = Request(f"{KECHUANG}/api/v1{path}?cursor={cursor}")
        request.add_header("Authorization", f"Bearer {TOKEN}")
        with urlopen(request, timeout=60) as answer:
            for line in map(json.loads, answer):
                if line.get("complete"):
                    return
                cursor = line["cursor"]
                yield line["row"]


for row in rows("/applications/export/"):
    print(row["number"], row["status"], row["amount_asked"])

import base64
import json
import os
import time
from pathlib import Path
from urllib.request import Request, urlopen

KECHUANG, TOKEN = os.environ["KECHUANG"], os.environ["TOKEN"]
file = Path(os.environ["FILE"])
place = {"application": os.environ["APPLICATION"], "question": os.environ["QUESTION"]}


def call(method, url, headers=(), body=None):
    """The answer. A refusal raises HTTPError; its body says why."""
    sent = {"Authorization": f"Bearer {TOKEN}", "Tus-Resumable": "1.0.0", **dict(headers)}
    return urlopen(Request(url, body, sent, method=method), timeout=60)


told = {"filename": file.name, "target": "application", "place": json.dumps(place)}
pairs = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items()]
size = file.stat().st_size
announced = {"Upload-Length": str(size), "Upload-Metadata": ",".join(pairs)}
upload = KECHUANG + call("POST", f"{KECHUANG}/api/v1/uploads/", announced, b"").headers["Location"]

# After a lost connection go on here: the portal says how much of it is there.
with file.open("rb") as content:
    while (offset := int(call("HEAD", upload).headers["Upload-Offset"])) < size:
        content.seek(offset)
        piece = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        call("PATCH", upload, piece, content.read(8 * 1024 * 1024))

while (found := json.load(call("GET", upload)))["state"] == "arrived":
    time.sleep(2)  # it is being checked
print(found["state"], found["refusal"])

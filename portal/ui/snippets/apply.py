import json
import os
from urllib.request import Request, urlopen
from uuid import uuid4

KECHUANG, TOKEN = os.environ["KECHUANG"], os.environ["TOKEN"]


def call(method, path, content=None, headers=()):
    """The answer and its headers. A refusal raises HTTPError; its body says why."""
    sent = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **dict(headers)}
    body = None if content is None else json.dumps(content).encode()
    request = Request(f"{KECHUANG}/api/v1{path}", body, sent, method=method)
    with urlopen(request, timeout=30) as answer:
        return json.load(answer), answer.headers


me, _ = call("GET", "/me/")
firm = next(c["organization"] for c in me["capacities"] if c["kind"] == "organization")
acting = {"X-Acting-As": f"organization:{firm}"}
rounds, _ = call("GET", "/rounds/?fields=id,status,form")
open_round = next(r for r in rounds["results"] if r["status"] == "open")

# The same key twice starts one draft, even if the first answer got lost.
start = {"round": open_round["id"], "organization": firm}
draft, headers = call("POST", "/applications/", start, {**acting, "Idempotency-Key": str(uuid4())})

# A change names the revision it starts from: nobody overwrites a colleague unseen.
path = f"/applications/{draft['id']}/"
form, _ = call("GET", f"/rounds/{open_round['id']}/form/")
answers = {"contact": "林晚舟"} if "contact" in form["schema"]["properties"] else {}
draft, headers = call("PATCH", path, {"answers": answers}, {**acting, "If-Match": headers["ETag"]})

# Everything that would stop a submission, all at once.
check, _ = call("POST", f"{path}check/", {}, acting)
for error in check["errors"]:
    print(error["field"], error["message"])

"""From what a request made to what can be asked about it, as links of the API's description."""

from typing import Any

# Operation: status of the answer, the parameter and the property it comes from, the operations it leads to.
LINKS: dict[str, tuple[str, str, list[str]]] = {
    "applications_start": (
        "201",
        "id",
        ["applications_retrieve", "applications_check", "applications_events_list", "attachments_list"],
    ),
    "organizations_register": ("201", "uscc", ["organizations_retrieve", "organizations_members_list"]),
    "tokens_create": ("201", "id", ["tokens_revoke"]),
}


def add_links(result: dict[str, Any], **_hook: Any) -> dict[str, Any]:
    """Write them at the answers (a postprocessing hook)."""
    for methods in result["paths"].values():
        for operation in methods.values():
            if operation["operationId"] not in LINKS:
                continue
            status, name, targets = LINKS[operation["operationId"]]
            operation["responses"][status]["links"] = {
                target: {"operationId": target, "parameters": {name: f"$response.body#/{name}"}}
                for target in targets
            }
    return result

"""The API's description as a page."""

from django.test import Client

from portal.ui.api_reference import Field, Kind, limits, read, reference

NUMBER = {"type": "integer", "minimum": 1}
ROUND = {"$ref": "#/components/schemas/Round"}
DOCUMENT = {
    "paths": {
        "/api/v1/rounds/{id}/": {
            "get": {
                "operationId": "rounds_retrieve",
                "tags": ["rounds"],
                "description": "One round.",
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "integer", "minimum": 1},
                    },
                    {"$ref": "#/components/parameters/ActingAs"},
                ],
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Round"}}}
                    },
                    "default": {"description": "A problem."},
                },
            }
        }
    },
    "components": {
        "parameters": {"ActingAs": {"name": "X-Acting-As", "in": "header", "schema": {"type": "string"}}},
        "schemas": {
            "Round": {
                "type": "object",
                "description": "A call.",
                "required": ["id"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "state": {"allOf": [{"$ref": "#/components/schemas/State"}], "title": "State"},
                    "files": {"type": "array", "items": {"type": "string", "format": "uri"}},
                },
            },
            "State": {"type": "string", "enum": ["open", "closed"]},
        },
    },
}


def test_read_resolves_parameters_and_leaves_the_default_answer_out() -> None:
    [(tag, [operation])] = read(DOCUMENT).groups
    assert (tag, operation.method, operation.public) == ("rounds", "GET", True)
    assert operation.parameters == [
        Field("id", Kind("integer"), True, "at least 1", "path"),
        Field("X-Acting-As", Kind("string"), False, "", "header"),
    ]
    assert operation.answers == [("200", Kind("Round", "Round"))]


def test_read_names_shapes_lists_and_values() -> None:
    shapes = {shape.name: shape.fields for shape in read(DOCUMENT).shapes}
    assert shapes["Round"] == [
        Field("id", Kind("integer"), True, "read only"),
        Field("state", Kind("State", "State"), False, "State."),
        Field("files", Kind("list of string (uri)"), False, ""),
    ]
    assert shapes["State"] == [Field("", Kind("string"), True, "one of open, closed")]


def test_limits_in_one_line() -> None:
    schema = {"maxLength": 20, "nullable": True, "default": "x"}
    assert limits(schema) == "characters at most 20; default x; may be null"


def test_reference_of_the_portal_is_complete() -> None:
    found = reference()
    shapes = {shape.name for shape in found.shapes}
    operations = [operation for _tag, group in found.groups for operation in group]
    linked = {
        kind.shape
        for operation in operations
        for kind in [operation.body, *(answer for _status, answer in operation.answers)]
        if kind and kind.shape
    }
    assert operations
    assert linked <= shapes


def test_page_shows_every_operation(client: Client, db: None) -> None:
    page = client.get("/api/docs/").text
    keys = [operation.key for _tag, group in reference().groups for operation in group]
    assert [key for key in keys if f'id="op-{key}"' not in page] == []

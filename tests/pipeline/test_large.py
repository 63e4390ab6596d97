"""What keeps a spec of a thousand operations within time and memory."""

from pathlib import Path

from openapi_python_client.parser import openapi
from openapi_python_client.parser.openapi import GeneratorData

from pipeline.generate.generator import read_config

ROOT = Path(__file__).parents[2]
OBJECT = {"type": "object", "properties": {"id": {"type": "string"}}}
PARAMETER = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
CONTENT = {"application/json": {"schema": OBJECT}}
OPERATION = {
    "operationId": "a",
    "parameters": [PARAMETER],
    "requestBody": {"content": CONTENT},
    "responses": {"200": {"description": "", "content": CONTENT}},
}
SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "", "version": ""},
    "paths": {"/a/{id}": {"post": OPERATION}},
}


def test_a_copied_endpoint_shares_schemas_and_nothing_that_changes_afterwards() -> None:
    """A copy has lists of its own, and the very properties of responses and bodies."""
    data = GeneratorData.from_dict(SPEC, config=read_config(ROOT / "generator-config.yaml"))
    assert isinstance(data, GeneratorData)
    [collection] = data.endpoint_collections_by_tag.values()
    [endpoint] = collection.endpoints
    copied = openapi.deepcopy(endpoint)  # type: ignore[attr-defined]
    assert copied == endpoint
    assert copied.responses.patterns[0].prop is endpoint.responses.patterns[0].prop
    assert copied.bodies[0].prop is endpoint.bodies[0].prop
    assert copied.path_parameters[0] is not endpoint.path_parameters[0]
    for name in ("path_parameters", "bodies", "errors", "relative_imports"):
        assert getattr(copied, name) is not getattr(endpoint, name), name
    assert copied.responses.patterns is not endpoint.responses.patterns

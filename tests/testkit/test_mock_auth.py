"""The mock server asks for a bearer key before anything else."""

from collections.abc import Iterator

import httpx
import pytest
from serverless_training_testing import MockError, MockServer

PATH = "/v1/preview/models/model-1/checkpoints"
KEY = "k3y-with-ümlaut"


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Serve one model behind a key that is not ASCII."""
    with MockServer(models=1, checkpoints=3, api_key=KEY) as running:
        yield running


def ask(server: MockServer, authorization: str | None, path: str = PATH) -> httpx.Response:
    """Send one request with the given header."""
    headers = {} if authorization is None else {b"Authorization": authorization.encode()}
    return httpx.get(server.url + path, headers=headers)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_right_key_is_let_in_whatever_the_case_of_the_scheme(
    server: MockServer, scheme: str
) -> None:
    """Schemes have no case (RFC 9110, section 11.1)."""
    assert ask(server, f"{scheme} {KEY}").status_code == 200


@pytest.mark.parametrize(
    ("authorization", "detail"),
    [
        (None, "Not authenticated"),
        ("", "Not authenticated"),
        ("Bearer", "Not authenticated"),
        (KEY, "Not authenticated"),
        (f"Basic {KEY}", "Not authenticated"),
        ("Bearer other", "Invalid API key"),
        (f"Bearer {KEY}x", "Invalid API key"),
        (f"Bearer {KEY[:-1]}", "Invalid API key"),
        (f"Bearer {KEY.upper()}", "Invalid API key"),
        (f"Bearer {KEY} {KEY}", "Invalid API key"),
    ],
)
def test_any_other_header_is_refused(
    server: MockServer, authorization: str | None, detail: str
) -> None:
    """The answer is 401, names the scheme, and repeats nothing of what was sent."""
    response = ask(server, authorization)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json() == {"detail": detail}


def test_key_is_asked_for_before_parameters_and_models(server: MockServer) -> None:
    """Who has no key does not learn what would be valid or what exists."""
    wrong = ask(server, None, f"{PATH}?limit=0")
    unknown = ask(server, None, PATH.replace("model-1", "unknown"))

    assert (wrong.status_code, unknown.status_code) == (401, 401)


def test_spec_is_public(server: MockServer) -> None:
    """`/openapi.json` is served to anyone, as FastAPI does."""
    response = ask(server, None, "/openapi.json")

    assert response.status_code == 200
    assert "/v1/preview/models/{model_id}/checkpoints" in response.json()["paths"]


def test_empty_key_is_refused_at_once() -> None:
    """No request could carry it."""
    with pytest.raises(MockError, match="The API key is empty"):
        MockServer(api_key="")

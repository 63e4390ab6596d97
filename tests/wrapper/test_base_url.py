"""Where requests go for a base URL that has a path."""

from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from serverless_training import Client, InvalidArgumentError, NotFoundError
from serverless_training._operations import join
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import KEY, URL, client, listing


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        ("", "/v1/a/b", "/v1/a/b"),
        ("/v1", "/v1/a/b", "/v1/a/b"),
        ("/v1/a", "/v1/a/b", "/v1/a/b"),
        ("/v1/a/b", "/v1/a/b", "/v1/a/b"),
        ("/proxy", "/v1/a", "/proxy/v1/a"),
        ("/proxy/v1", "/v1/a", "/proxy/v1/a"),
        ("/proxy/v1/a", "/v1/a/b", "/proxy/v1/a/b"),
        ("/v1/proxy", "/v1/a", "/v1/proxy/v1/a"),
        ("/v1", "/v1/v1/a", "/v1/v1/a"),
        ("/v1/v1", "/v1/v1/a", "/v1/v1/a"),
        ("/v1/v1", "/v1/a", "/v1/v1/a"),
        ("/v", "/v1/a", "/v/v1/a"),
        ("/v1", "/v10/a", "/v1/v10/a"),
        ("/V1", "/v1/a", "/V1/v1/a"),
        ("/a", "/v1/a", "/a/v1/a"),
        ("/b/", "/b", "/b//b"),
    ],
)
def test_segments_that_both_share_where_they_meet_are_sent_once(
    base: str, path: str, url: str
) -> None:
    """As many whole segments as possible, at the end of one and the start of the other."""
    assert join(f"{URL}{base}", path, path) == f"{URL}{url}"


@pytest.mark.parametrize("host", ["https://v1", "https://v1:8443"])
def test_host_is_no_segment(host: str) -> None:
    """It may read like one."""
    assert join(host, "/v1/a", "/v1/a") == f"{host}/v1/a"


@pytest.mark.parametrize("end", ["/v1", "/v1/", "/v1/preview", "", "/"])
@pytest.mark.parametrize("start", ["", "/proxy"])
def test_base_url_may_end_as_the_paths_of_the_api_begin(start: str, end: str) -> None:
    """As other clients of the service are given it."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return listing(1)(request)

    base_url = f"{URL}{start}{end}"
    with client(handle, base_url=base_url) as sync:
        sync.checkpoints.latest("m")
        sync.with_options(timeout=3).checkpoints.latest("m")
        assert sync.base_url == base_url.rstrip("/")
    assert seen == [f"{start}/v1/preview/models/m/checkpoints"] * 2


@pytest.mark.parametrize(
    ("base", "template", "path"),
    [
        ("/m", "/{}/x", "/m/m/x"),
        ("/v1/m", "/v1/{}", "/v1/m/v1/m"),
        ("/v1", "/v1/{}.json", "/v1/m.json"),
        ("/things", "/things", "/things"),
    ],
)
def test_id_is_never_taken_for_a_segment_of_the_base_url(
    base: str, template: str, path: str
) -> None:
    """Only what the spec writes is shared: another ID would go elsewhere."""

    def build(thing_id: str) -> dict[str, Any]:
        return {"method": "get", "url": template.format(thing_id)}

    operation: Any = SimpleNamespace(
        __name__="api.things.get",
        _get_kwargs=build,
        _parse_response=list_model_checkpoints._parse_response,
        _success=list_model_checkpoints._success,
    )
    with (
        client(lambda _: httpx.Response(404), base_url=f"{URL}{base}") as sync,
        pytest.raises(NotFoundError) as caught,
    ):
        sync.call(operation, "m")
    assert caught.value.url == f"{URL}{path}"


@pytest.mark.parametrize("value", [5, b"https://service.test", ["https://service.test"], object()])
def test_base_url_of_another_type_is_refused(value: Any) -> None:
    """Whatever its text is."""
    with pytest.raises(InvalidArgumentError, match="base_url is of type") as caught:
        Client(api_key=KEY, base_url=value)

    assert caught.value.argument == "base_url"

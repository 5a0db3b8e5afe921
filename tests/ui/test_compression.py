"""Pages compressed on their way out."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from twintrack.ui.compression import SwiftGZipMiddleware

PAGE = "需求 Requirement " * 500


def passed(response: HttpResponseBase, accepts: str = "br, gzip") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return SwiftGZipMiddleware(lambda _request: response).process_response(request, response)


def read(response: HttpResponseBase) -> bytes:
    return b"".join(response)


def test_a_page_comes_compressed_and_no_two_are_of_one_length() -> None:
    answers = [passed(HttpResponse(PAGE)) for _each in range(20)]

    assert {each["Content-Encoding"] for each in answers} == {"gzip"}
    assert {each["Vary"] for each in answers} == {"Accept-Encoding"}
    bodies = [read(each) for each in answers]
    assert {gzip.decompress(each).decode() for each in bodies} == {PAGE}
    assert [int(each["Content-Length"]) for each in answers] == [len(each) for each in bodies]
    assert len({len(each) for each in bodies}) > 1


@pytest.mark.parametrize(
    ("response", "accepts"),
    [
        (HttpResponse(PAGE), "identity"),
        (HttpResponse("short"), "gzip"),
        (HttpResponse(PAGE, headers={"Content-Encoding": "br"}), "gzip"),
    ],
)
def test_what_is_short_compressed_or_not_wanted_so_stays_as_it_is(
    response: HttpResponse, accepts: str
) -> None:
    before = response.content, response.get("Content-Encoding")

    passed(response, accepts)

    assert (response.content, response.get("Content-Encoding")) == before


def test_streams_and_pages_with_a_tag_are_left_to_django() -> None:
    stream = passed(StreamingHttpResponse([PAGE.encode()] * 3))
    tagged = passed(HttpResponse(PAGE, headers={"ETag": '"1"'}))

    assert gzip.decompress(read(stream)).decode() == PAGE * 3
    assert gzip.decompress(read(tagged)).decode() == PAGE
    assert tagged["ETag"] == 'W/"1"'

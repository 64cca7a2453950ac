"""Whatever a request looks like, it is answered; nothing of it is a fault of the server."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADERS = [
    "Cookie",
    "Authorization",
    "Origin",
    "Sec-Fetch-Site",
    "Content-Type",
    "X-CSRF",
    "X-Forwarded-For",
    "HX-Request",
    "Referer",
    "Accept",
    "If-None-Match",
    "Range",
]
values = st.one_of(
    st.binary(max_size=60).map(
        lambda raw: bytes(each for each in raw if each >= 32 and each != 127)
    ),
    st.sampled_from(
        [
            b"__Host-recoup-session=\xff\xfe",
            b"__Host-recoup-flash=e30=.00; __Host-recoup-theme=<script>",
            b"__Host-recoup-sign-on=.",
            b"Bearer \xe9",
            b"multipart/form-data",
            b"multipart/form-data; boundary=\xff",
            b"application/x-www-form-urlencoded; charset=nothing",
            b"bytes=5-1",
        ]
    ),
)
PATHS = [
    "/",
    "/sign-in",
    "/sign-in/back",
    "/me",
    "/theme",
    "/people",
    "/static/recoup.css",
    "/%00",
    "/api/v1/me",
]


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "BREW"]),
    path=st.sampled_from(PATHS),
    headers=st.dictionaries(st.sampled_from(HEADERS), values, max_size=4),
    body=st.binary(max_size=80),
    signed_in=st.booleans(),
)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_it_is_answered(odd, method, path, headers, body, signed_in):
    sent = [(name.encode(), value) for name, value in headers.items()]
    client = odd[signed_in]
    if signed_in and "Cookie" in headers:
        sent = [(name, value) for name, value in sent if name != b"Cookie"]
    answer = client.request(method, path, headers=sent, content=body)
    assert answer.status_code < 500
    assert "content-security-policy" in answer.headers


@pytest.fixture
def odd(stranger, client_of):
    return {False: stranger, True: client_of("admin", "analyst")}


@pytest.mark.parametrize(
    "query",
    ["next=//evil", "next=%00", "next=" + "a" * 5000, "code=%ff&state=%ff", "next=%E2%80%AE"],
)
def test_odd_questions_are_answered(stranger, query):
    for path in ("/sign-in", "/sign-in/with", "/sign-in/back", "/", "/api/v1/me"):
        assert stranger.get(f"{path}?{query}").status_code < 500

"""Webhooks on the settings page: added, their secret shown once, ended."""

from __future__ import annotations

import re


def test_a_webhook_is_added_and_ended(client_of, web):
    admin = client_of("admin")
    made = admin.post(
        "/settings/webhooks",
        data={"url": "https://example.com/hook", "events": ["case.decided"]},
    )
    assert made.status_code == 303
    shown = admin.get("/settings").text
    assert "https://example.com/hook" in shown
    assert re.search(r"whs_[\w-]{20,}", shown)
    again = admin.get("/settings").text
    assert not re.search(r"whs_[\w-]{20,}", again), "the secret is shown once"
    (end,) = re.findall(r"/settings/webhooks/\w+/end", again)
    assert admin.post(end).status_code == 303
    assert "https://example.com/hook" not in admin.get("/settings").text


def test_an_address_of_the_own_network_is_refused_in_words(client_of):
    admin = client_of("admin")
    admin.post("/settings/webhooks", data={"url": "https://10.0.0.1/hook"})
    assert "private network" in admin.get("/settings").text


def test_who_sees_some_accounts_may_set_none(client_of):
    some = client_of("admin", accounts=["A-1"])
    assert some.post("/settings/webhooks", data={"url": "https://example.com/"}).status_code == 403
    assert "you see some of them" in some.get("/settings").text

"""People and what they may do, changed by an admin; what one changes about oneself."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from app.web.security.passwords import hash_password, matches
from store.people import access_of
from store.tables import AuditRow
from store.web_tables import PersonRow

pytestmark = pytest.mark.usefixtures("quick_passwords")
NEW = {"email": "new@example.com", "name": "New Person", "roles": ["analyst"]}


def one(web, email):
    with web.store.read() as session:
        person = session.exec(select(PersonRow).where(PersonRow.email == email)).one()
        return person, access_of(session, person)


def kinds(web):
    with web.store.read() as session:
        return list(session.exec(select(AuditRow.kind).order_by(AuditRow.number)).all())


def test_an_admin_adds_a_person_and_sees_the_password_once(client_of, web):
    admin = client_of("admin")
    answer = admin.post("/people", data={**NEW, "email": "New@Example.com", "accounts": "A-1\nA-2"})
    person, access = one(web, "new@example.com")
    secret = re.search(r'class="secret">([^<]+)<', answer.text)[1]
    assert matches(person.password, secret)
    assert access == {"A-1", "A-2"}
    assert secret not in admin.get(f"/people/{person.id}").text
    assert kinds(web)[-2:] == ["person_added", "person_access"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "not an address"}, "is not an e-mail address"),
        ({"roles": []}, "needs a role"),
        ({"roles": ["wizard"]}, "no role"),
        ({"email": "there@example.com"}, "is there already"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(client_of, fields, said):
    client_of("analyst", email="there@example.com")
    answer = client_of("admin").post("/people", data={**NEW, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert "New Person" in answer.text


def test_roles_and_accounts_change_at_once(client_of, web):
    admin, ann = client_of("admin"), client_of("analyst", email="ann@example.com")
    assert ann.get("/people").status_code == 403
    change = {"name": " Ann Archer ", "roles": ["admin"], "sees": "list", "accounts": "A-7"}
    assert admin.post(f"/people/{ann.person_id}", data=change).status_code == 303
    person, access = one(web, "ann@example.com")
    assert (person.name, person.roles, access) == ("Ann Archer", ["admin"], {"A-7"})
    assert kinds(web)[-3:] == ["person_name", "person_roles", "person_access"]
    assert ann.get("/people").status_code == 200
    with web.store.read() as session:
        row = session.exec(select(AuditRow).where(AuditRow.kind == "person_roles")).one()
    assert '"before":["analyst"]' in row.payload
    assert admin.email in row.payload


def test_accounts_nobody_has_seen_are_told(client_of):
    admin, ann = client_of("admin"), client_of("analyst")
    change = {"name": "Ann", "roles": ["analyst"], "sees": "list", "accounts": "A-typo"}
    admin.post(f"/people/{ann.person_id}", data=change)
    assert "A-typo" in admin.get(f"/people/{ann.person_id}").text.partition("<main")[0]


def test_the_last_admin_stays(client_of, web):
    admin = client_of("admin")
    change = {"name": "A", "roles": ["analyst"], "sees": "all"}
    answer = admin.post(f"/people/{admin.person_id}", data=change)
    assert answer.status_code == 422
    assert "the only admin" in answer.text
    locked = admin.post(f"/people/{admin.person_id}/active", data={"active": "no"})
    assert locked.status_code == 422
    assert one(web, admin.email)[0].roles == ["admin"]


def test_a_person_who_is_locked_out_is_out_at_once(client_of):
    admin, ann = client_of("admin"), client_of("analyst")
    admin.post(f"/people/{ann.person_id}/active", data={"active": "no"})
    assert ann.get("/me").status_code == 303
    admin.post(f"/people/{ann.person_id}/active", data={"active": "yes"})
    assert ann.get("/me").status_code == 303  # the session does not come back


def test_a_reset_ends_the_sessions(client_of, web):
    admin, ann = client_of("admin"), client_of("analyst", email="ann@example.com")
    answer = admin.post(f"/people/{ann.person_id}/password")
    secret = re.search(r'class="secret">([^<]+)<', answer.text)[1]
    assert matches(one(web, "ann@example.com")[0].password, secret)
    assert ann.get("/me").status_code == 303


def test_the_list_is_searched_and_paged(client_of):
    admin = client_of("admin", email="zoe@example.com")
    for number in range(55):
        client_of("analyst", email=f"person{number:02}@example.com")
    first = admin.get("/people").text
    assert first.count("<tr>") == 51
    assert "56 people" in first
    assert admin.get("/people?page=2").text.count("<tr>") == 7
    found = admin.get("/people", params={"search": "PERSON42"}).text
    assert found.count("<tr>") == 2
    assert "Nobody is called that" in admin.get("/people?search=%25").text


def test_a_name_is_words_not_markup(client_of):
    admin = client_of("admin")
    admin.post("/people", data={**NEW, "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in admin.get("/people").text


def test_one_changes_ones_own_password(client_of, web):
    old, new = "seven brown kettles hum", "nine grey ferries turn"
    ann = client_of("analyst", email="ann@example.com", password=hash_password(old))

    def change(**fields):
        data = {"password": old, "new": new, "again": new, **fields}
        return ann.post("/me/password", data=data)

    assert "differ" in change(again="something else").text
    assert "at least 12" in change(new="short", again="short").text
    assert "too easy" in change(new="ann@example.com", again="ann@example.com").text
    assert "That is not the password you have" in change(password="wrong, entirely").text
    assert matches(one(web, "ann@example.com")[0].password, old)
    assert change().status_code == 303
    assert matches(one(web, "ann@example.com")[0].password, new)
    assert ann.get("/me").status_code == 200  # with a new session


def test_what_is_said_after_a_redirect_is_said_once(client_of):
    ann = client_of("analyst")
    ann.post("/sign-out/everywhere")
    assert "signed out" in ann.get("/me").text.partition("<main")[0]
    assert "signed out" not in ann.get("/me").text.partition("<main")[0]


def test_a_message_that_is_not_ours_is_not_shown(client_of):
    ann = client_of("analyst")
    ann.cookies.set("__Host-recoup-flash", "WyJmb3JnZWQiLCJiYWQiXQ==.00")
    assert "forged" not in ann.get("/me").text

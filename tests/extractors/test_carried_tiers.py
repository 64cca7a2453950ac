"""An amended price takes its bands, and how they add up, from the price that it replaces."""

from __future__ import annotations

from typing import Any

from extractors.carried_tiers import NO_BANDS, with_carried_tiers
from terms.contract import ContractDocument, term

BANDS = [("1000", "0.30"), ("5000", "0.25"), (None, "0.20")]


def tiers(*rows: tuple[str | None, str]) -> list[dict[str, str | None]]:
    return [{"up_to": bound, "unit_amount": rate} for bound, rate in rows]


def paper(file: str, section: str, **fields: Any) -> ContractDocument:
    cited = {"file": file, "page": 1, "section": section, "quote": "q", "match": "exact"}
    made = {"type": "price", "id": file, "product": "Parcel scans", "citations": [cited], **fields}
    return ContractDocument(file=file, terms=(term(made),))


def amended(earlier: dict[str, Any] | None = None, **fields: Any) -> Any:
    """The amendment's price beside a schedule of three bands."""
    before: dict[str, Any] = {"tiers": tiers(*BANDS), "model": "volume", **(earlier or {})}
    schedule = paper("schedule.pdf", "2", **before)
    new_rates = tiers((None, "0.28"), (None, "0.22"), (None, "0.18"))
    link = {"replaces": [{"file": "schedule.pdf", "section": "2"}]}
    amendment = paper("amendment.pdf", "1", **{"tiers": new_rates, **link, **fields})
    return with_carried_tiers((schedule, amendment))[1].terms[0]


def test_new_rates_apply_to_the_bands_of_the_replaced_price():
    price = amended()
    assert [(str(t.up_to), str(t.unit_amount)) for t in price.tiers] == [
        ("1000", "0.28"),
        ("5000", "0.22"),
        ("None", "0.18"),
    ]
    assert price.model == "volume"
    assert price.provenance["derived"] == "model, tiers"
    assert not price.doubtful


def test_bounds_of_its_own_stay_and_only_the_adding_up_is_taken():
    own = tiers(("2000", "0.28"), (None, "0.18"))
    price = amended(tiers=own, model="tiered", earlier={"model": "graduated"})
    assert [str(t.up_to) for t in price.tiers] == ["2000", "None"]
    assert price.model == "graduated"


def test_a_model_that_the_amendment_states_stays():
    assert amended(model="graduated").model == "graduated"


def test_as_many_rates_as_bands_or_a_person_must_say():
    price = amended(tiers=tiers((None, "0.28"), (None, "0.18")))
    assert price.doubtful
    assert NO_BANDS in price.warnings
    assert all(t.up_to is None for t in price.tiers)


def test_without_a_link_and_for_another_product_no_band_is_taken():
    assert amended(replaces=[]).doubtful
    assert amended(product="Pallet scans").doubtful

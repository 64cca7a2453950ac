"""What is attached to longer contracts: service levels, acceptable use, data protection."""

from __future__ import annotations

from samples.making.manuscript import Manuscript


def service_levels(paper: Manuscript, label: str, provider: str, customer: str) -> None:
    """Availability, with two service credits; the truth terms come with it."""
    paper.page_break()
    paper.heading("Service Levels", label)
    paper.para(
        f"{provider} measures availability by a request that is sent to the sign-in page and to the main work list every minute from two places outside its own network. A minute counts as unavailable if both requests fail or take longer than twenty seconds. Announced maintenance, and failures of {customer}’s own network, are left out."
    )
    paper.table(
        ("Availability in a calendar month", "Service credit"),
        ("99.7% or more", "none"),
        ("at least 99.0% and less than 99.7%", "4% of the plan fee of that month"),
        ("less than 99.0%", "12% of the plan fee of that month"),
        widths=(3, 2.4),
    )
    paper.para(
        f"{customer} asks for a service credit within forty-five days after the month concerned. {provider} sets it off against the next invoice. A credit is the only remedy for the shortfall to which it relates, but three months below 99.0% in any half-year are a material breach. No credit is given for a month in which {customer} was more than sixty days behind with an undisputed payment."
    )
    paper.heading("Response times of the service desk", "")
    paper.table(
        ("Rank", "Effect", "First answer", "Update"),
        ("1", "work stopped for many users", "1 hour", "every 2 hours"),
        ("2", "work hindered, a way round exists", "4 hours", "once a day"),
        ("3", "question or small defect", "2 business days", "on request"),
        widths=(0.6, 2.6, 1.4, 1.4),
    )
    paper.para(
        "Times run in service desk hours. The rank is set by the person who reports; the desk may change it after speaking with that person. Reports by telephone are answered first."
    )
    for percent, quote, below in (
        ("4", "4% of the plan fee of that month", "availability at least 99.0% and below 99.7%"),
        ("12", "12% of the plan fee of that month", "availability below 99.0%"),
    ):
        condition = f"{below} in a calendar month"
        paper.term("credit", quote, percent=percent, condition=condition)


def acceptable_use(paper: Manuscript, label: str, customer: str) -> None:
    """What users do not do."""
    paper.heading("Acceptable Use", label)
    for letter, text in zip(
        "abcdefg",
        (
            f"{customer} sees to it that its users know these rules before they receive credentials, and that they are reminded of them once a year.",
            "Users do not put into the Services what they have no right to put there, what is unlawful where they are, or what is meant to harm a person, a system or a network.",
            "Users do not try to read data of others, to get round limits or measures of security, or to test them, except in a test that has been agreed in writing with dates and addresses.",
            "Automated access is made through the documented interfaces only, with credentials of its own, and keeps to the rates that the Documentation recommends.",
            "The Services are not used for emergencies in which life or limb depends on an answer in minutes; for these, users follow the ordinary alarm plans.",
            "A user who breaks these rules may be locked out for as long as is needed to clear the matter up. The administrator is told at once, and beforehand wherever that can be done without danger.",
            "Questions about these rules are answered by the service desk, which keeps a list of questions and answers that all customers can read.",
        ),
        strict=True,
    ):
        paper.clause(f"{label[-1]}-{'abcdefg'.index(letter) + 1}", "", text)


def data_protection(paper: Manuscript, label: str, provider: str, customer: str) -> None:
    """How personal information is handled."""
    paper.heading("Data Protection", label)
    texts = (
        f"This Exhibit applies where {provider} handles personal information that {customer} puts into the Services. {customer} decides why and how it is handled; {provider} acts for it.",
        "The persons concerned are those whom the Services serve, their relatives where these are recorded, and members of staff. The kinds of information are names, dates of birth, addresses, appointments, notes of staff and, where the Services are used for it, information on health.",
        f"{provider} handles such information on documented instructions only. The Agreement, this Exhibit and the settings that {customer}’s administrators choose are the instructions. If {provider} holds an instruction to be unlawful it says so and may wait until the matter is settled.",
        "People who have access are bound to secrecy, are trained when they start and once a year afterwards, and lose access on the day on which they no longer need it.",
        "Information is encrypted on its way and where it is stored. Keys are kept apart from the data. Access by staff needs a second factor and is logged; logs are kept for thirteen months.",
        f"Subprocessors are bound by the same duties in writing. {provider} gives at least twenty days’ word before it engages a new one. It answers for their acts as for its own.",
        f"{provider} helps {customer} to answer requests of the persons concerned, to assess risks and to deal with authorities, as far as {customer} cannot do so with the functions of the Services.",
        f"Once a year {customer} may examine how {provider} keeps to this Exhibit, by questions, by reading reports of independent examiners or, where these leave a reasonable doubt, on site with ten business days’ notice and in a way that does not disturb other customers.",
        f"When the Services end, {provider} deletes the information as the Agreement says and confirms this in writing on request. What law obliges it to keep is locked and used for that purpose alone.",
    )
    for number, text in enumerate(texts, 1):
        paper.clause(f"{label[-1]}-{number}", "", text)

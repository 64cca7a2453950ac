"""Ordinary clauses, in three voices, so that priced clauses stand among the text of a real contract.

Each topic is a heading and its paragraphs; `{p}` is the provider, `{c}` the customer, `{law}` and
`{courts}` what governs. Nothing here prices, times or limits a bill.
"""

from __future__ import annotations

from samples.making.manuscript import Manuscript

FORMAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "definitions": (
        "Definitions",
        (
            "“Affiliate” means an entity that controls, is controlled by or is under common control with a party, for as long as that control lasts; control is the power to direct management, whether by ownership, by contract or otherwise.",
            "“Authorized User” means an individual whom {c} permits to use the Services and who has been given credentials for that purpose. Credentials are personal; they may be reassigned when an individual leaves or changes duties, but two individuals shall not use one set of credentials.",
            "“Customer Data” means everything that {c} or its Authorized Users put into the Services, and everything that the Services derive from it for {c} alone. Aggregated operating statistics that identify neither {c} nor any person are not Customer Data.",
            "“Documentation” means the user guides, release notes and technical descriptions that {p} publishes for the Services, as updated from time to time; an update shall not take away a function that {c} has ordered.",
            "“Order Form” means a paper, signed by both parties, that names this Agreement and states what is ordered. “Services” means the hosted software and the support that an Order Form names.",
        ),
    ),
    "services": (
        "The Services",
        (
            "{p} shall make the Services available to {c} and its Authorized Users during the term for {c}’s own business purposes, in the form described in the Documentation. {p} may change the Services provided that no change materially reduces their overall function or security.",
            "{c} shall keep credentials safe, shall use the Services in accordance with law and the Documentation, and shall tell {p} without undue delay of any use that it did not authorize. {c} shall not resell the Services, probe them for weaknesses without leave, or use them to build a competing product.",
            "{p} performs maintenance between 22:00 and 04:00 in the time zone of {c}’s headquarters where it can, and gives three business days’ word of any maintenance that is expected to interrupt access for longer than fifteen minutes.",
        ),
    ),
    "support": (
        "Support",
        (
            "{p} answers requests for support through its service desk from 07:00 to 19:00 on business days. A request is ranked by its effect: work stopped for many users, work hindered, or a question. The first answer to a request of the highest rank is given within one hour in service desk time.",
            "Support does not extend to software that {p} did not supply, to changes that {c} made against the Documentation, or to releases that {p} withdrew more than eighteen months ago after due announcement.",
        ),
    ),
    "security": (
        "Security and Data",
        (
            "{p} shall maintain administrative, physical and technical safeguards that are appropriate to the nature of Customer Data, shall review them at least yearly by an independent examiner, and shall make a summary of the latest examination available on request under Section {conf}.",
            "Where Customer Data are lost, altered or disclosed through a breach of those safeguards, {p} shall inform {c} within seventy-two hours after it becomes aware, shall say what is known, and shall cooperate in every notice that law requires {c} to give.",
            "{p} processes personal information only as {c} instructs and as this Agreement describes. Subprocessors are listed on {p}’s trust page; {c} may object to a new one on reasonable grounds, and if no remedy is found may end the affected part of the Services.",
            "At the end of the term {p} keeps Customer Data available for export in a common format for thirty days and then deletes them, except copies in backups that are overwritten in the ordinary cycle and meanwhile remain subject to this Section.",
        ),
    ),
    "ip": (
        "Proprietary Rights",
        (
            "Each party keeps what it owned before this Agreement and what it develops without the other’s confidential information. {p} and its licensors own the Services and the Documentation; {c} owns Customer Data.",
            "{c} grants {p} the right to host, copy and display Customer Data as far as is needed to provide the Services. Suggestions that {c} makes about the Services may be used by {p} freely, without naming {c}.",
            "{p} shall defend {c} against a claim by a third party that the Services as supplied infringe a copyright, patent or trade secret in a country where {c} lawfully uses them, and shall pay what is finally awarded, provided that {c} gives prompt notice, leaves the conduct of the claim to {p} and gives reasonable help.",
        ),
    ),
    "confidentiality": (
        "Confidentiality",
        (
            "Each party shall hold in confidence what the other discloses to it and marks as confidential, or what a reasonable person would take to be so from its nature, shall use it for this Agreement alone, and shall give it only to those of its people and advisers who need it and are bound likewise.",
            "The duty does not reach what was known before, becomes public without breach, comes lawfully from another source, or is developed independently. A party that is compelled by law to disclose shall, where it may, first tell the other so that protection can be sought.",
            "The duties in this Section last for four years after the end of this Agreement and, for trade secrets, for as long as they remain such.",
        ),
    ),
    "warranty": (
        "Warranties",
        (
            "{p} warrants that the Services will perform in all material respects as the Documentation describes and that services of its personnel will be rendered with professional care. If they do not, {p} shall correct the failure at its own cost after it has been reported with enough detail to be reproduced.",
            "EXCEPT AS STATED IN THIS AGREEMENT, NEITHER PARTY GIVES ANY WARRANTY, EXPRESS OR IMPLIED, INCLUDING ANY WARRANTY OF MERCHANTABILITY OR OF FITNESS FOR A PARTICULAR PURPOSE.",
        ),
    ),
    "liability": (
        "Limitation of Liability",
        (
            "NEITHER PARTY SHALL BE LIABLE FOR LOST PROFITS, LOST GOODWILL OR ANY INDIRECT OR CONSEQUENTIAL LOSS, EVEN WHERE IT WAS TOLD THAT SUCH LOSS MIGHT OCCUR.",
            "The liability of either party under this Agreement, on whatever ground, shall not in total exceed the fees paid and payable for the twelve months before the event from which it arises. This limit does not apply to the duty to pay fees, to Section {conf}, or to harm done with intent.",
            "The parties have set the fees in view of these limits, which survive the failure of any remedy.",
        ),
    ),
    "termination": (
        "Termination",
        (
            "Either party may end this Agreement by written notice if the other is in material breach and has not put this right within thirty days of a notice that describes it, or if the other becomes insolvent, makes an assignment for its creditors or ceases to do business.",
            "On termination the right to use the Services ends. If {c} terminates for {p}’s breach, {p} shall return fees paid in advance for the time after termination; if {p} terminates for {c}’s breach, fees for the remainder of the current term fall due.",
            "Sections that by their nature are meant to outlast the term do so.",
        ),
    ),
    "compliance": (
        "Insurance and Compliance",
        (
            "{p} carries workers’ compensation insurance as law requires and commercial general, professional and cyber liability insurance with insurers of good standing, and furnishes certificates on request.",
            "Each party shall comply with the laws that apply to its business, including those against bribery, those on the export of software and those on equal treatment at work, and shall keep the records that show it.",
            "Neither party shall use the other’s name or marks in publicity without consent, except that {p} may name {c} in a list of its customers until asked not to.",
        ),
    ),
    "general": (
        "General",
        (
            "The laws of {law} govern this Agreement, whatever law their rules on conflicts might point to. Disputes belong before the courts of {courts} and no others.",
            "Notices shall be in writing and are given when delivered by hand, by a courier that records delivery, or by electronic mail to the address for notices with a copy by post. A notice of breach or termination by electronic mail alone is not sufficient.",
            "Neither party may assign this Agreement without the other’s written consent, which shall not be withheld unreasonably, except as a whole to a successor to substantially all of the business to which it relates.",
            "A party is excused for as long as events outside its reasonable control hold it up, such as storm, fire, war, epidemic, failure of public networks or acts of government, provided that it takes reasonable steps to limit their effect. This does not excuse payment.",
            "This Agreement with its Order Forms is the whole agreement on its subject. It may be changed only by a paper signed by both parties. A failure to enforce a provision is no waiver of it. If a provision is invalid, the rest stands. It may be signed in counterparts and electronically.",
        ),
    ),
}

PLAIN: dict[str, tuple[str, tuple[str, ...]]] = {
    "using": (
        "Using the service",
        (
            "You may use the service for your own {org} while your order runs. The people you invite must keep their sign-in to themselves, and you answer for what they do with it. Please do not copy the service, take it apart, overload it on purpose or let others use it as if it were yours.",
            "We improve the service all the time. If a change removes something that you rely on, we tell you at least sixty days ahead, and you may leave the affected part at the end of that time.",
        ),
    ),
    "data": (
        "Your data",
        (
            "What you put in is yours. We host it, back it up every night and look at it only to help you or to keep the service safe. We use the processors listed on our trust page and tell you before the list grows.",
            "If something goes wrong with your data we tell you without undue delay and in any case within seventy-two hours of finding out, and we help you with the notices you have to give. When you leave, you can take your data with you for thirty days; then we delete it.",
        ),
    ),
    "security": (
        "How we keep it safe",
        (
            "We protect the service with the measures that are usual for systems of its kind: separate environments, encrypted connections and storage, sign-in with a second factor, and a test by outsiders every year. We tell you the outcome in general terms when you ask. You can help us: choose good passwords, remove people who have left, and report what looks odd.",
            "We never ask for a password by telephone or mail. If someone does so in our name, please end the conversation and call our desk.",
        ),
    ),
    "fair": (
        "Fair use",
        (
            "Please keep out of the service what is unlawful, what hurts others, and programs that are meant to do harm. We may remove such things, or pause the sign-in of the person who put them there, after we have spoken with you wherever there is time to do so. Robots and scripts may use the service only through the interfaces that we document for them.",
        ),
    ),
    "support": (
        "Help when you need it",
        (
            "Our desk answers by mail and telephone from 08:00 to 18:00 on working days. We aim to answer within four hours, and within one hour if nobody in your {org} can work. Help with other people’s software, networks or devices is outside the service.",
        ),
    ),
    "secret": (
        "Keeping things private",
        (
            "Each of us may learn things about the other that are not public: prices, plans, designs, people. We both keep such things to ourselves, use them only for this agreement and hand them only to colleagues and advisers who need them. This goes on for three years after the agreement ends. It does not cover what is public anyway, or what a court or an authority requires.",
        ),
    ),
    "liability": (
        "Who answers for what",
        (
            "We carry out our work with care and to the standard of our trade. Nothing here limits liability for death, injury, fraud or intent. Apart from that, neither of us answers for lost profit or for loss that could not be foreseen, and each side’s liability in any contract year is limited to what was payable for that year.",
            "Neither of us is at fault for what lies outside reasonable control – floods, strikes elsewhere, failures of public networks – as long as we say so promptly and do what we can.",
        ),
    ),
    "ending": (
        "Ending early",
        (
            "Either of us may end the agreement at once if the other breaks it seriously and does not put that right within thirty days of being asked in writing, or can no longer pay its debts. If you end it because of us, we return what you paid for the time not used.",
        ),
    ),
    "rest": (
        "The rest",
        (
            "The law of {law} applies and the courts of {courts} decide. Changes need the signature of both sides. Neither of us may pass the agreement on without the other’s consent, which will not be refused without good reason. If one sentence turns out to be void, the others stay. If one of us lets something pass, that is no promise to let it pass again.",
        ),
    ),
}

ARTICLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "definitions": (
        "Definitions and interpretation",
        (
            "In this Agreement “Service” means the hosted service described in the annexes, “Client Data” the data that the Client or its personnel enter into the Service, and “Working Day” a day on which banks are open for general business at the Client’s registered office.",
            "Headings are for convenience. References to Articles and annexes are to those of this Agreement. The annexes form part of it. Words in the singular include the plural. “Including” means including without limitation.",
            "A reference to a statute is to that statute as amended or replaced from time to time.",
        ),
    ),
    "service": (
        "Provision of the Service",
        (
            "The Supplier shall provide the Service to the Client with reasonable skill and care and shall make it available on at least 99.7 per cent. of the minutes of each calendar month, leaving announced maintenance out of account.",
            "The Client shall appoint a contact for operational matters, shall provide in good time the information that the Supplier reasonably needs, and shall make sure that its own equipment and connections meet the published requirements.",
            "The Supplier may engage subcontractors and remains responsible for them as for its own personnel.",
        ),
    ),
    "data": (
        "Data protection",
        (
            "The parties shall comply with the data protection law that applies to each of them. The Supplier acts as processor of personal data contained in the Client Data; the particulars of processing are set out in the data processing annex that the parties have signed separately.",
            "The Supplier shall keep Client Data within the European Economic Area or the United Kingdom unless the Client agrees otherwise in writing, and shall report a personal data breach to the Client as soon as it has become aware of it.",
        ),
    ),
    "ip": (
        "Intellectual property",
        (
            "The rights in the Service, of whatever kind, remain with the Supplier and those from whom it has them. The Client receives, for the term, a right of use that is neither exclusive nor transferable. All rights in the Client Data belong to the Client.",
            "If a third party asserts that use of the Service infringes its rights, the Supplier shall at its own expense defend the Client, provided that the Client informs it without delay and makes no admission.",
        ),
    ),
    "confidentiality": (
        "Confidentiality",
        (
            "Each party shall treat as confidential all information of the other that is marked so or is by its nature confidential, and shall neither disclose it nor use it for another purpose than this Agreement, during the term and for five years after it.",
            "This Article does not apply to information that is or becomes public otherwise than by breach, was already lawfully known, or must be disclosed by law or by order of a competent authority.",
        ),
    ),
    "acceptance": (
        "Introduction of the Service",
        (
            "The parties shall agree an introduction plan within ten Working Days of signature. Each of them names a person who is responsible for it and who can decide on questions of detail.",
            "The Service is taken to be introduced when the Client first uses it for its ordinary business, or when the tests in the introduction plan have been passed, whichever comes first. Small defects that do not hinder use do not delay this; the Supplier corrects them in a reasonable time.",
            "Training takes place at the Client’s premises or by video conference, as the plan provides. Sessions may be recorded for the Client’s own staff.",
        ),
    ),
    "liability": (
        "Liability",
        (
            "Nothing in this Agreement limits what a party owes for a death or an injury that its negligence caused, for its fraud, or where the law allows no limit.",
            "Subject to that, neither party is liable for loss of profit, of business or of anticipated savings, or for indirect loss, and the total liability of each party in any contract year shall not exceed one hundred and twenty-five per cent. of the charges payable for that year.",
            "The limit does not apply to the Client’s obligation to pay the charges.",
        ),
    ),
    "termination": (
        "Termination for cause",
        (
            "Either party may terminate this Agreement with immediate effect by written notice if the other is in material breach and, where the breach can be remedied, fails to remedy it within twenty Working Days after a request to do so, or enters into insolvency proceedings or a composition with its creditors.",
            "Upon termination the Supplier shall, at the Client’s choice, return or delete the Client Data, and shall upon request assist with migration at its then current rates for professional services.",
        ),
    ),
    "general": (
        "General provisions",
        (
            "The law of {law} applies to this Agreement. Disputes arising from it are brought before the courts of {courts}, to the exclusion of others.",
            "Variations are valid only if made in writing and signed by both parties. No failure or delay in exercising a right is a waiver of it.",
            "Neither party may transfer its rights or obligations without the prior written consent of the other, save to a company of the same group.",
            "If a provision is or becomes invalid, the parties shall replace it with a valid provision that comes closest to its purpose. Notices shall be sent by registered post or by electronic mail with acknowledgement to the addresses on the signature page.",
        ),
    ),
}

VOICES = {"formal": FORMAL, "plain": PLAIN, "article": ARTICLE}


def ordinary(
    paper: Manuscript,
    topic: str,
    number: str = "",
    voice: str = "formal",
    **words: str,
) -> None:
    """Add a topic: numbered ('7' gives 7.1, 7.2 …), or without numbers where `number` is ''."""
    words = {"p": "Provider", "c": "Customer", "conf": "9", "org": "organization", **words}
    title, paragraphs = VOICES[voice][topic]
    paper.heading(title, number)
    for count, text in enumerate(paragraphs, 1):
        made = text.format(**words)
        if number:
            bare = number.removeprefix("Article ")
            paper.clause(f"{bare}.{count}", "", made)
        else:
            paper.para(made)

"""Ways to say the same thing: every other one is for fitting, the others for testing.

`{S}` and `{B}` are seller and buyer, `{product}` and the amounts are filled in by the paper. The
wordings under `ODD` say it as no reader of ordinary contracts expects.
"""

from __future__ import annotations

CLAUSES: dict[str, tuple[str, ...]] = {
    "flat": (
        "The fee for {product} is {price} per {per}.",
        "{B} shall pay {price} per {per} for {product}.",
        "{product}: {price} per {per}, payable in advance.",
        "For {product} a flat fee of {price} per {per} is due.",
        "In return for {product}, {B} shall pay a subscription fee of {price} per {per}.",
        "{product} costs {price} per {per}.",
        "The charge for {product} shall be {price} for each {per}.",
        "{S} shall invoice {price} per {per} for {product}.",
    ),
    "seats": (
        "{B} orders {n} {unit}s of {product}. The fee for {product} is {price} per {unit} per {per}.",
        "The price of {product} is {price} per {unit} per {per}. The number of {unit}s is {n}.",
        "The fee for {product} is {price} per {unit} per {per}. {B} has ordered {n} {unit}s.",
        "{product} costs {price} per {unit} per {per}. {B} orders {n} {unit}s.",
        "{B} shall pay {price} per {unit} per {per} for {product}. The initial number of {product} {unit}s is {n}.",
        "The charge for {product} is {price} per {unit} per {per}. {B} orders {n} {unit}s of {product}.",
        "{B} orders {n} {unit}s of {product} at {price} per {unit} per {per}.",
        "{product} is licensed for {n} {unit}s at a fee of {price} per {unit} per {per}.",
    ),
    "usage": (
        "The usage fee for {product} is {price} per {unit}. {n} {unit}s per month are included.",
        "{product} is charged at {price} per {unit}. The first {n} {unit}s per month are included.",
        "{product} costs {price} per {unit}. The first {n} {unit}s per month are included.",
        "The charge for {product} is {price} per {unit}. {n} {unit}s per month are included.",
        "The fee for {product} is {price} per {unit}. The first {n} {unit}s in each month are included.",
        "The price of {product} is {price} per {unit}. {n} {unit}s are included in each month.",
        "{product}: the first {n} {unit}s in each month are included; each further {unit} costs {price}.",
        "For {product}, {B} shall pay {price} for each {unit} above {n} {unit}s in a calendar month.",
    ),
    "tiers_graduated": (
        "The {unit}s of each month are charged in graduated tiers; the {unit}s within each tier are charged at the price of that tier:",
        "{product} is charged per {unit} and month. Each tier's {unit}s are charged at that tier's own price:",
        "Charged per {unit}, graduated: the {unit}s within each tier are charged at the price of that tier:",
        "The {unit}s of each month are charged by graduated tiers, each tier at its own price:",
    ),
    "tiers_volume": (
        "All {unit}s of a month are charged at the price of the tier that the total of the month reaches:",
        "{product} is priced by volume: the price of the tier reached applies to all {unit}s of the month:",
        "All {unit}s of the month are charged at the price of the tier reached:",
        "Volume prices apply: all {unit}s in a month are charged at the price of the tier reached:",
    ),
    "rise": (
        "On each anniversary of the Effective Date, the fees then in effect shall increase by {percent}.",
        "The fees shall increase by {percent} on each anniversary of the Effective Date.",
        "Beginning on {first}, and on each anniversary of that date, all recurring fees shall automatically increase by {percent}.",
        "Each year, on the anniversary of the Effective Date, all prices shall rise by {percent}.",
        "All fees shall be increased annually by {percent}, for the first time on {first}.",
        "As of {first} and every twelve months thereafter, the fees rise by {percent} over those of the year before.",
        "{S} shall increase the recurring fees by {percent} with effect from each anniversary of the Effective Date.",
        "The recurring fees escalate by {percent} per year on the anniversary of the Effective Date.",
    ),
    "discount": (
        "A discount of {percent} applies to the fees for {product} until {until}.",
        "{S} grants {B} a discount of {percent} on {product} through {until}.",
        "Until {until}, the fee for {product} is reduced by {percent}.",
        "The fees for {product} are subject to a promotional discount of {percent}, which ends on {until}.",
    ),
    "discount_open": (
        "A discount of {percent} applies to the fees for {product}.",
        "{S} grants {B} a discount of {percent} on {product}.",
        "The fee for {product} is reduced by {percent} throughout the term.",
        "{B} receives a discount of {percent} on the fees for {product}.",
    ),
    "commitment": (
        "In each contract year, the charges for {products} shall amount to at least {amount}. {S} shall invoice any shortfall at the end of the contract year.",
        "The charges for {products} shall be at least {amount} in each contract year; {S} shall invoice a shortfall after the end of that year.",
        "{B} commits to charges for {products} of at least {amount} per contract year. Any shortfall is invoiced at the end of the contract year.",
        "The minimum annual commitment is {amount}. All charges under this Agreement count towards it, and any shortfall at the end of a contract year shall be invoiced.",
    ),
    "one_time": (
        "The one-time {name} fee of {amount} is due on {day}.",
        "On {day}, {B} shall pay a one-time {name} fee of {amount}.",
        "A one-time {name} fee of {amount} is invoiced on {day}.",
        "The {name} fee of {amount} is charged once, on {day}.",
    ),
    "under": (
        "If an invoice was too low, {S} may invoice the difference within {n} months after the date of that invoice, and not later.",
        "{S} may correct an undercharge by a further invoice issued within {n} months after the invoice date; later corrections are excluded.",
        "Amounts that were not invoiced, or invoiced too low, may be invoiced within {n} months after the date of the invoice concerned.",
        "Undercharges may be invoiced only within {n} months of the invoice date.",
    ),
    "over": (
        "If an invoice was too high, {S} shall credit the difference, provided that it is notified within {n} months after the invoice date.",
        "{S} shall refund an overcharge that {B} reports within {n} months after the date of the invoice.",
        "Overcharges shall be credited if they come to light within {n} months after the invoice date.",
        "{B} may dispute an invoice as too high within {n} months of the invoice date; {S} shall then credit the difference.",
    ),
    "payment": (
        "Invoices are payable within {n} days after the invoice date.",
        "{B} shall pay each invoice within {n} days of its date.",
        "Payment is due {n} days after the date of the invoice.",
        "Each invoice falls due {n} days after its date.",
    ),
    "later_price": (
        "With effect from {day}, the fee for {product} is {price} per {what}, in place of the fee stated before.",
        "From {day} on, {B} shall pay {price} per {what} for {product}. The former fee no longer applies from that day.",
        "The price of {product} is changed to {price} per {what} from {day}.",
        "Effective {day}, the fee for {product} shall be {price} per {what}.",
    ),
    "more_seats": (
        "From {day}, the number of {product} {unit}s is {n}.",
        "With effect from {day}, the number of {unit}s of {product} is changed from {old} to {n}.",
        "Effective {day}, the number of {product} {unit}s is increased to {n}.",
        "{B} orders further {unit}s of {product}: from {day} there are {n} {unit}s in all.",
        "As of {day}, the number of {unit}s for {product} is {n}.",
        "From {day} on, {B} has {n} {unit}s of {product}.",
        "The number of {unit}s of {product} rises from {old} to {n} on {day}.",
        "With effect from {day}, {B} takes {n} {unit}s of {product} in place of {old}.",
    ),
    "added": (
        "From {day}, {B} also takes {product} for {price} per {per}.",
        "With effect from {day}, {B} shall pay {price} per {per} for {product}, which is added to the services.",
        "From {day}, the fee for {product}, which is added to the services, is {price} per {per}.",
        "Effective {day}, {B} also orders {product} for {price} per {per}.",
    ),
    "may_rise": (
        "{S} may increase the fees once in each contract year by up to {percent} on sixty days' notice.",
        "{S} is entitled, but not obliged, to raise the fees by not more than {percent} on each anniversary of the Effective Date.",
        "The fees may be increased at {S}'s discretion by up to {percent} per year.",
        "{S} may, by written notice, adjust the fees annually; no adjustment shall exceed {percent}.",
    ),
    "waived": (
        "The increase that falls on {day} is waived; the next one is made a year later on the fees then in effect.",
        "{S} waives the increase of {day}. No increase shall apply on that date.",
        "The increase of the fees due on {day} shall not apply.",
        "No increase is made on {day}.",
    ),
    "extended": (
        "The discount on {product} is extended until {until}.",
        "{S} extends the discount of {percent} on {product} through {until}.",
        "The discount on {product}, which would end on {old}, applies until {until}.",
        "The promotional discount of {percent} for {product} continues through {until}.",
    ),
    "list_price": (
        "For reference, the list price of {product} is {price}; it does not apply to {B}.",
        "The published list price of {product} ({price}) is stated for information only.",
        "{S}'s list price for {product} is {price}. {B} pays the fee stated in this Agreement instead.",
        "List price of {product}, for information: {price}.",
    ),
}  # fmt: skip

ODD: dict[str, tuple[str, ...]] = {
    "rise": (
        "Twelve months on, and twelve months after that, the sums grow by one twentieth of themselves.",
        "What {B} pays moves with each new contract year to {factor} times what was paid in the year before.",
        "For every completed year of this arrangement the sums payable are topped up by {percent}.",
        "Year on year, {percent} comes on top of what was payable before.",
    ),
    "waived": (
        "For the year that begins on {day} everything stays at the level of the year before.",
        "The step of {day} is left out.",
        "On {day} the sums are left as they are.",
        "{S} will stand still on {day}: what was payable the day before stays payable.",
    ),
    "extended": (
        "{B} keeps its concession on {product} for the time being, and in any case up to {until}.",
        "The favourable terms for {product} run on to {until}.",
        "What {B} has been spared on {product} it will be spared through {until}.",
        "The arrangement that lightens {product} is kept alive until {until}.",
    ),
    "later_price": (
        "As to {product}, the parties have settled on {price} a {what} once {day} has come.",
        "Come {day}, {price} a {what} is what {product} goes for.",
        "{product} moves over to {price} a {what}; the switch is made on {day}.",
        "The figure for {product} reads {price} a {what} from {day} on.",
    ),
    "more_seats": (
        "On {day} the headcount for {product} goes to {n}.",
        "{product}: {n} people will be on board once {day} is reached.",
        "By {day} the team on {product} has grown to {n}.",
        "{n} colleagues work with {product} from {day}.",
    ),
    "free": (
        "From {first} to {last} nothing is payable for {product}.",
        "{product} is provided without charge between {first} and {last}.",
        "No fee is due for {product} from {first} through {last}.",
        "{S} lets {B} have {product} for nothing from {first} up to and including {last}.",
    ),
}  # fmt: skip

DULL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Confidentiality", ("Each party shall keep confidential what the other discloses to it and marks as confidential, and shall use it for this Agreement alone.", "This duty lasts for three years after the end of this Agreement.")),
    ("Liability", ("Neither party is liable for lost profits or for indirect loss.", "The liability of either party shall not exceed the fees paid for the twelve months before the event.")),
    ("Data protection", ("Personal data are processed only as instructed and are deleted thirty days after the end of the term.",)),
    ("Service levels", ("{S} shall make the services available for 99.5% of each month, planned maintenance excepted.",)),
    ("Intellectual property", ("{S} keeps all rights in the services; {B} keeps all rights in its data.",)),
    ("Termination", ("Either party may end this Agreement for material breach that is not remedied within thirty days of notice.",)),
    ("Late payment", ("Amounts that are overdue bear interest at 1% per month until they are paid.",)),
    ("Governing law", ("This Agreement is governed by the law of the seat of {S}. Changes need a paper signed by both parties.",)),
    ("Insurance", ("{S} shall carry liability insurance of at least 2,000,000 for each event.",)),
    ("Expenses", ("Travel is reimbursed at cost against receipts where {B} has agreed to it beforehand.",)),
    ("Force majeure", ("A party is excused for as long as events outside its control hold it up. This does not excuse payment.",)),
    ("Assignment", ("Neither party may assign this Agreement without the consent of the other, which shall not be withheld unreasonably.",)),
)  # fmt: skip
HEADINGS: dict[str, tuple[str, ...]] = {
    "fees": ("Fees", "Charges", "Prices and Payment", "Commercial Terms"),
    "rise": ("Adjustment of Fees", "Annual Increase", "Price Review", "Indexation"),
    "invoices": ("Invoices", "Billing", "Invoicing and Corrections", "Invoices and Payment"),
    "special": ("Special Terms", "Discounts", "Concessions", "Promotions"),
    "minimum": ("Minimum", "Commitment", "Minimum Fees", "Annual Minimum"),
    "services": ("Services", "What is provided", "Subject", "Scope"),
    "term": ("Term", "Duration", "Term of the Agreement", "Beginning and End"),
    "changes": ("Changes", "Amendments", "What changes", "Amended Terms"),
}

"""The phrases of which clauses on prices and numbers are made, as patterns over marked words (`masked`).

A frame built of them must fit its sentence from the first word to the last. What it does not explain
makes it fit no more, and the sentence is left to other rules or to a person.
"""

from __future__ import annotations

from extractors.readers.grammar.masked import DAY, MONEY, NUMBER

_STOP = (
    r"(?:is|are|was|were|be|been|being|shall|will|must|may|might|can|could|would|should|has|have|had|do|does|not|no|nor|if|when|where|"
    r"whenever|unless|until|till|while|whilst|because|since|that|which|who|whose|from|through|throughout|during|after|before|upon|"
    r"per|at|to|in|on|by|into|under|above|below|beyond|over|than|as|with|without|within|up|off|more|less|fewer|least|most|"
    r"pays?|paid|payable|due|costs?|charged?|charges|bill(?:s|ed)?|invoiced?|invoices|orders?|takes?|adds?|added|added|rents|hires|buys|"
    r"purchases|subscribes|applies|apply|and|or|but|plus|minus|so|then|thereafter|otherwise|whichever|whether|it|its|they|their|them|this|"
    r"these|those|such|same|other|each|every|any|all|both|either|neither|only|also|now|hereby|however|except|save|subject|including|"
    r"excluding|regardless|irrespective|instead|effective|provided|becomes?|remains?|stays?|increases?d?|reduced|reduces|rises?|rose|falls?|grows?|"
    r"for|of|the|a|an|one|our|your|his|her|you|we|us|there|here|what|how|comes?|amounts?|minimum|maximum|first|next|further|additional|extra|included|"
    r"listed|named(?=\s(?:in|above|below))|stated|shown|specified|mentioned|described|attached|situated|thereof|hereof|together)"
)
WORD = rf"(?!(?:{_STOP})\b)[A-Za-z][\w’'&/+-]*"
NAME = rf"{WORD}(?:\s(?:\d[\w.-]*|{WORD})){{0,5}}"
"""A noun phrase without articles, verbs or prepositions: 'Route Planner', 'SMS messages'."""
FULL_NAME = rf"{NAME}(?:\s(?:of|for|and|&)\s(?:the\s)?{NAME})?"
THE = r"(?:(?:[Tt]he|[Oo]ur|[Yy]our|[Ii]ts|[Tt]heir|[Tt]his|[Ss]uch)\s+)?"
ANY = r"(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Aa]ny|[Oo]ne|[Aa]ll)\s+"
PARTY = rf"(?:{THE}[A-Z][\w’'&.-]*(?:\s[A-Z][\w’'&.-]*){{0,2}}|[Yy]ou|[Ww]e|us|the\s(?:customer|client|buyer|supplier|provider|seller|licensee|subscriber|hirer|user))"
KIND = (
    r"(?i:(?:(?:net|flat|fixed|recurring|annual|yearly|quarterly|monthly|weekly|daily|hourly|one-time|one-off|single|initial|total|base|basic|standard|"
    r"regular|agreed|applicable|current|new|special|unit|non-refundable|refundable|up-?front|lump|additional|separate|all-in|all-inclusive)\s+)*)"
)
FEE = r"(?i:fees?|charges?|prices?|rates?|rentals?|costs?|subscriptions?|retainers?|tariffs?|premiums?|lump\s+sum|sum|amount|payment)"
FEE_NAME = rf"(?P<fee>{KIND}(?:{WORD}\s+){{0,3}}?{FEE})"
IS = (
    r"(?:(?:shall|will|does|now|then|currently|hereby)\s+)*(?:is|are|be|becomes?|remains?|stays?|comes?|amounts?|equals?)"
    r"(?:\s+(?:(?:hereby|now|then)\s+)?(?:set|fixed|agreed|changed|increased|reduced|raised|lowered|amended|adjusted|kept|to\s+be))?(?:\s+(?:at|to|as))?"
)
WILL = r"(?:\s+(?:shall|will|must|agrees?\s+to|undertakes?\s+to|hereby|also|has\s+to|have\s+to|is\s+to))*"
SOLD = (
    r"(?:charged|billed|priced|sold|provided|invoiced|licen[cs]ed|available|offered|supplied|rented(?:\s+out)?|made\s+available|delivered|rendered|"
    r"performed|carried\s+out|undertaken|hosted|hired(?:\s+out)?|leased|furnished|subscribed)"
)
FROM = (
    rf"(?i:(?:with\s+effect\s+|effective\s+|starting\s+|beginning\s+|commencing\s+|as\s+)*(?:from|of|as\s+of|as\s+from|on|since)(?:\s+and\s+including)?\s+"
    rf"(?:the\s+)?{DAY}(?:\s+on(?:wards?)?|\s+forward)?|effective\s+{DAY}|starting\s+{DAY}|beginning\s+{DAY})"
)
UNTIL = rf"(?i:(?:until|till|through|up\s+to|ending(?:\s+on)?)(?:\s+and\s+including)?\s+(?:the\s+)?{DAY})"
RHYTHM = r"(?:monthly|quarterly|half-yearly|semi-annually|annually|yearly|(?:each|every|per|a|for\s+each)\s+(?:calendar\s+|contract\s+|billing\s+)?(?:month|quarter|year)|once\s+an?\s+(?:month|quarter|year))"
DUE = rf"(?i:payable|billed|invoiced|charged|due|paid|collected)(?:\s+and\s+(?:payable|due))?(?:\s+{RHYTHM})?"
TAX = (
    r"(?:\(?(?:plus|net\s+of|exclusive\s+of|excluding|before|excl\.?|together\s+with)\s+(?:any\s+|applicable\s+|statutory\s+)*"
    r"(?:VAT|value[\s-]added\s+tax(?:es)?|sales\s+tax(?:es)?|taxes|tax|GST)(?:\s+at\s+the\s+(?:statutory|applicable|current|prevailing)\s+rate)?\)?|net)"
)
FORMER = (
    rf"(?:in\s+place\s+of|instead\s+of|in\s+lieu\s+of|rather\s+than|replacing|up\s+from|down\s+from)\s+(?:the\s+)?(?:former\s+|previous\s+|present\s+|current\s+)?"
    rf"(?:{MONEY}|{NUMBER}|{FEE})(?:\s+(?:per|a|of|for|stated|set\s+out|shown|agreed|charged|in|each|before)\b(?:[^,;.]|\.\d)*)?"
)
ADDED = r"which\s+is\s+(?:hereby\s+)?added\s+to\s+the\s+[a-z]+"

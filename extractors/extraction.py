"""From the PDFs of one account to its cited terms: open, read, check, date, merge, put in force order.

Every file gives a document, whatever happens to it: one that cannot be opened says why in its
warnings, and the rest goes on. The same files give the same result, byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from extractors.agreement import merge
from extractors.belonging import rows, with_products
from extractors.billed_by_master import with_masters_billing
from extractors.carried_tiers import with_carried_tiers
from extractors.charge_classes import with_charge_classes
from extractors.citing import checked
from extractors.completed import with_rules
from extractors.currencies import with_currency
from extractors.dating import dated
from extractors.document import Document
from extractors.doubt import Doubt
from extractors.errors import ContractUnreadable
from extractors.force import in_order, link
from extractors.header import Header, read_header
from extractors.language import foreign_passages, language_warning, waiting
from extractors.left_over import held_together
from extractors.links import Linker
from extractors.named_by_unit import by_product
from extractors.one_account import of_one_account
from extractors.opening import OpenDocument, opened
from extractors.passages import ReadDocument
from extractors.readers.reading import Reader, Reading
from extractors.restated import without_restatements
from extractors.reworded import reworded
from extractors.rewording import Rewording, rewordings
from extractors.stated_already import without_stated
from extractors.targets import CHANGING
from extractors.withheld import withheld
from extractors.witnessed import doubtful_passages, with_doubts, witnessed
from terms.contract import ContractDocument, Extraction, Term, Unresolved, Usage

Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Reread:
    """One file after reading: its text is kept until the documents are put in force order."""

    file: str
    header: Header = field(default_factory=Header)
    document: Document | None = None
    readings: dict[str, list[Term]] = field(default_factory=dict)
    rewordings: tuple[Rewording, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    sha256: str = ""


def extract(
    paths: Sequence[tuple[str, Path]],
    readers: Sequence[Reader],
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    verify_pages: bool = False,
) -> Extraction:
    """The terms of one account's documents, with the links between them.

    `paths` are (name in citations, file). `progress` is told each file's name when it is read.
    `workers` is how many files are read at a time (default 2); several threads may call this at once.
    With `verify_pages` the picture of each page that a term rests on is compared with its text.
    Never raises for a file: what is wrong with it stands in its document's warnings.
    """
    distinct, repeated = _distinct(paths)

    def read(item: tuple[str, Path]) -> _Reread:
        result = _read(item[0], item[1], readers, verify_pages)
        if progress:
            progress(item[0])
        return result

    if len(distinct) == 1 or workers == 1:
        results = [read(item) for item in distinct]
    else:
        with ThreadPoolExecutor(max_workers=workers or 2) as pool:
            results = list(pool.map(read, distinct))
    linker = next((each for reader in readers if (each := getattr(reader, "linker", None))), None)
    documents = _put_together(results, linker)
    copies = {file: _copy(file, of) for file, of in repeated.items()}
    linked = {document.file: document for document in documents}
    return Extraction(
        documents=tuple(linked.get(name) or copies[name] for name, _ in _once_each(paths))
    )


def _once_each(paths: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
    return list(dict(paths).items())


def _distinct(
    paths: Sequence[tuple[str, Path]],
) -> tuple[list[tuple[str, Path]], dict[str, str]]:
    """The files to read, and those that are copies of them: name → the name of the first."""
    first: dict[str, str] = {}
    kept: list[tuple[str, Path]] = []
    repeated: dict[str, str] = {}
    for name, path in _once_each(paths):
        key = _hash(path)
        if key and key in first:
            repeated[name] = first[key]
            continue
        if key:
            first[key] = name
        kept.append((name, path))
    return kept, repeated


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _copy(file: str, of: str) -> ContractDocument:
    warning = f"{file} is the same file as {of}; it is read once, there."
    return ContractDocument(file=file, warnings=(warning,))


# -- one file -------------------------------------------------------------------------------------


def _read(name: str, path: Path, readers: Sequence[Reader], verify_pages: bool) -> _Reread:
    try:
        with opened(path, name) as source:
            return _read_open(source, readers, verify_pages)
    except ContractUnreadable as reason:
        why = str(reason)
    except Exception as error:  # noqa: BLE001 - one odd file must not stop the account's others
        why = (
            f"{name}: reading it failed ({type(error).__name__}: {error}); nothing of it was used. "
            "Have a person read it, and report the file."
        )
    return _Reread(file=name, warnings=(why,), sha256=_hash(path))


def _reading(reader: Reader, document: Document) -> Reading:
    """What a reader finds; one that breaks leaves the document to the others, and says so."""
    try:
        return reader.read(document)
    except Exception as error:  # noqa: BLE001 - one reader's fault must not lose the paper's header
        words = f"the {reader.name} reader broke off ({type(error).__name__}: {error})"
        return Reading(warnings=(f"{document.file}: {words}",), incomplete=True)


def _only_grammar(readers: Sequence[Reader]) -> bool:
    return all(reader.name == "grammar" for reader in readers)


def _read_open(source: OpenDocument, readers: Sequence[Reader], verify_pages: bool) -> _Reread:
    document = source.document
    header = read_header(document)
    readings: dict[str, list[Term]] = {}
    unresolved: list[Unresolved] = []
    warnings = list(document.warnings)
    usage = Usage()
    foreign = foreign_passages(document) if _only_grammar(readers) else []
    if foreign_words := language_warning(document, foreign):
        warnings.append(foreign_words)
    made = held_together([_reading(reader, document) for reader in readers])
    for reader, found in zip(readers, made, strict=True):
        reading = replace(found, leftovers=(*found.leftovers, *waiting(document, foreign)))
        terms, left = checked(document, source, reader.name, reading, header)
        if not reading.incomplete and not terms:
            readings.setdefault(reader.name, [])
        for term in terms:
            readings.setdefault(term.readers[0], []).append(term)
        unresolved += left
        warnings += reading.warnings
        usage += reading.usage
    changes = rewordings(document, source) if header.kind in CHANGING else ()
    doubts = witnessed(source, [*chain(*readings.values()), *changes], verify=verify_pages)
    readings = {name: with_doubts(terms, doubts) for name, terms in readings.items()}
    warnings += [doubt.words for doubt in doubts]
    unresolved += doubtful_passages(document, doubts)
    return _Reread(
        file=document.file,
        header=header,
        document=document,
        readings=readings,
        rewordings=changes,
        doubts=doubts,
        unresolved=tuple(unresolved),
        warnings=tuple(dict.fromkeys(warnings)),
        usage=usage,
        sha256=document.sha256,
    )


# -- all files ------------------------------------------------------------------------------------


def _put_together(
    results: Sequence[_Reread], linker: Linker | None
) -> tuple[ContractDocument, ...]:
    headers = of_one_account([result.header for result in results])
    agreement = _agreement(headers, results)
    merged = [
        merge(
            by_product(
                {
                    name: with_currency(dated(terms, header, agreement), header)
                    for name, terms in result.readings.items()
                }
            )
        )
        for result, header in zip(results, headers, strict=True)
    ]
    codes = rows([terms for terms, _ in merged])
    read = []
    for result, header, (terms, warnings) in zip(results, headers, merged, strict=True):
        own = with_products(terms, codes, header.title, changing=header.kind in CHANGING)
        read.append(ReadDocument(_document(result, header, own, warnings), result.document))
    classed = with_charge_classes(with_masters_billing(read))
    whole = _with_rewordings(classed, {result.file: result for result in results})
    linked = link(withheld(whole, headers), linker)
    complete = with_carried_tiers(with_rules(linked.documents))
    documents = without_stated(without_restatements(complete))
    return _with_cost(documents, linked.warnings, linked.usage)


def _with_cost(
    documents: tuple[ContractDocument, ...], warnings: tuple[str, ...], usage: Usage
) -> tuple[ContractDocument, ...]:
    """The documents; the last one, which the others are held against, says what asking cost."""
    if not documents or (not warnings and not usage.calls):
        return documents
    *others, last = documents
    update = {"warnings": (*last.warnings, *warnings), "usage": last.usage + usage}
    return (*others, last.model_copy(update=update))


def _with_rewordings(
    read: Sequence[ReadDocument], results: Mapping[str, _Reread]
) -> list[ReadDocument]:
    """The documents, with the terms that changes of words make of earlier ones."""
    done = {each.file: each for each in read}
    earlier: list[ReadDocument] = []
    for each in in_order(read):
        contract = each.contract
        made = results[each.file]
        terms = reworded(made.rewordings, earlier, contract.terms, each.starts)
        if terms:
            terms = with_doubts(terms, made.doubts, each.file)
            everything = _identified(each.file, [*contract.terms, *terms])
            contract = contract.model_copy(update={"terms": everything})
            done[each.file] = ReadDocument(contract, each.document)
        earlier.append(done[each.file])
    return [done[each.file] for each in read]


def _agreement(headers: Sequence[Header], results: Sequence[_Reread]) -> Header | None:
    """The header of the first master: contract years run from its start."""
    shells = [
        ReadDocument(
            ContractDocument(
                file=result.file, kind=header.kind, effective_date=header.effective_date
            )
        )
        for result, header in zip(results, headers, strict=True)
    ]
    by_file = {result.file: header for result, header in zip(results, headers, strict=True)}
    first = next((read for read in in_order(shells) if read.contract.kind == "master"), None)
    return by_file[first.file] if first else None


def _document(
    result: _Reread, header: Header, terms: Sequence[Term], warnings: Sequence[str]
) -> ContractDocument:
    return ContractDocument(
        file=result.file,
        sha256=result.sha256,
        pages=len(result.document.pages) if result.document else 0,
        kind=header.kind,
        title=header.title,
        number=header.number,
        effective_date=header.effective_date,
        term_start=header.term_start,
        term_end=header.term_end,
        currency=header.currency,
        parties=header.parties,
        amends=header.amends,
        warnings=tuple(dict.fromkeys((*result.warnings, *warnings))),
        terms=_identified(result.file, terms),
        unresolved=tuple(sorted(dict.fromkeys(result.unresolved), key=_place)),
        usage=result.usage,
    )


def _place(passage: Unresolved) -> tuple[int, str, str]:
    return passage.page, passage.section or "", passage.quote


def _position(term: Term) -> tuple[int, tuple[int, int], str, str]:
    main = term.citations[0] if term.citations else None
    at = main.span if main and main.span else (0, 0)
    return (main.page if main else 0, at, term.type, term.product or "")


def _identified(file: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms by their place in the document, each with an id that its content gives."""
    seen: dict[str, int] = {}
    result = []
    for term in sorted(terms, key=_position):
        content = term.model_dump_json(
            exclude={
                "id",
                "confidence",
                "readers",
                "warnings",
                "provenance",
                "citations",
                "doubtful",
            }
        )
        sections = [citation.section for citation in term.citations[:1]]
        digest = hashlib.sha256(f"{file}\n{sections}\n{content}".encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
        result.append(term.model_copy(update={"id": f"{term.type}-{digest}{suffix}"}))
    return tuple(result)

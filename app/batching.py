"""`--batch`: the model's questions through the Batch API, in steps that any later command takes on.

The first command submits and ends; the same command again says how the batch stands, and once it is
over collects the answers and reads on. What is under way is kept in the folder of answers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.output import progress, say_aside
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.readers.model.batch import News

ANSWERS = "RECOUP_MODEL_ANSWERS"
DEFAULT = Path("recoup-answers")


def batched(files: Sequence[Path]) -> bool:
    """Takes one step for these contracts; whether their answers are there, so that reading can go on."""
    import openai

    from extractors.readers.model.batch import Batches, advance
    from extractors.readers.model.settings import ModelSettings

    settings = ModelSettings()
    if not settings.configured:
        msg = "--batch asks a model: it needs OPENAI_API_KEY"
        raise InputWrong(msg)
    folder = settings.answers or DEFAULT
    os.environ.setdefault(ANSWERS, str(folder))  # the reading that follows finds them there
    try:
        news, ready = advance(Batches.connected(settings, folder), lambda: _opened(files))
    except openai.APIStatusError as error:
        msg = f"--batch: the service said {error.status_code}: {error.message}"
        raise InputWrong(msg) from error
    except openai.APIConnectionError as error:
        msg = "--batch: the service cannot be reached; check the network and OPENAI_BASE_URL"
        raise InputWrong(msg) from error
    if news is not None:
        say_aside(_in_words(news, folder, ready=ready))
    return ready


def _opened(files: Sequence[Path]) -> Iterator[Document]:
    """The documents that can be opened; what is wrong with the others is said when they are read."""
    from extractors.errors import ContractUnreadable
    from extractors.opening import open_pdf

    with progress() as tell:
        for index, path in enumerate(files, start=1):
            try:
                yield open_pdf(path, path.as_posix())
            except ContractUnreadable:
                continue
            finally:
                tell("preparing questions", index, len(files))


def _in_words(news: News, folder: Path, *, ready: bool) -> str:
    if ready:
        failed = f"; {news.failed} failed and are asked directly" if news.failed else ""
        return f"Batch {news.id}: {news.answered} answers collected into {folder}{failed}."
    if news.over or not news.answered:
        asked = f"{news.questions} questions are with the service as batch {news.id}"
    else:
        asked = f"batch {news.id} has answered {news.answered} of {news.questions} questions"
    return f"{asked[0].upper()}{asked[1:]}. Run the same command again to collect them (within 24 hours)."

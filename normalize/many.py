"""Many documents of a program's own: in this process, or in worker processes that they cannot take down.

Results come in the order of the documents. No more documents are asked for than are being cleaned or wait
behind one that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from normalize.article import Article, Document
from normalize.errors import DocumentError, InputError, StageError
from normalize.read import Failure
from normalize.read.failure import failed
from normalize.rows import RowReader
from normalize.run.fault import fault_of

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

BATCH = 32
"""Documents cleaned together. `Pipeline.clean_batch` takes a third less time for each of 32 short articles
than `clean` does, and with 128 hardly less than with 32."""

Given = Document | Mapping[str, Any] | str | bytes
"""What a program has: documents, records with the keys of a JSONL file, texts, bytes to be decoded."""

Item = Document | Failure
"""A document, or what came instead of one and is handed on as it is."""

Shape = Callable[[Article], Any]
"""Makes what is wanted of an article; it pickles."""


def clean_many(
    pipeline: Pipeline,
    items: Iterable[Given],
    workers: int = 0,
    errors: Literal["raise", "return"] = "raise",
    batch: int | None = None,
) -> Iterator[Article | DocumentError]:
    """Clean documents lazily and in their order; see `Pipeline.clean_many`."""
    check(items, workers, errors, batch)
    some = chunks(as_items(pipeline, items), batch or (BATCH if workers else 1))
    return (told(result, errors) for result in results(pipeline, some, workers))


def check(items: object, workers: int, errors: str, batch: int | None) -> None:
    """Look at the arguments of `clean_many`. Raises TypeError, ValueError."""
    if isinstance(items, (str, bytes, Mapping, Document)):  # a text is an iterable of letters, too
        raise TypeError(f"clean_many takes an iterable of documents, not one {type(items).__name__}")
    if workers < 0 or (batch is not None and batch < 1):
        raise ValueError("workers must be at least 0, and batch at least 1")
    if errors not in ("raise", "return"):
        raise ValueError(f"errors must be 'raise' or 'return', not {errors!r}")


def as_items(pipeline: Pipeline, given: Iterable[Given]) -> Iterator[Item]:
    """Make documents of what a program gives, by the pipeline's field map."""
    reader = RowReader(pipeline.config.stage("read"))
    return (_item(one, reader) for one in given)


def told(result: Any, errors: str) -> Article | DocumentError:
    """A result as a caller wants it: errors as values, or raised."""
    if isinstance(result, Failure):
        result = InputError(result.code, result.reason, result.stage)
    if isinstance(result, DocumentError) and errors == "raise":
        raise result
    assert isinstance(result, (Article, DocumentError))
    return result


def results(
    pipeline: Pipeline, some: Iterable[list[Item]], workers: int = 0, shape: Shape | None = None
) -> Iterator[Any]:
    """Clean chunks; give for each item what `shape` makes of its article (None: the article), or its
    `DocumentError`, or the `Failure` that it was.
    """
    if not workers:
        for chunk in some:
            yield from clean_here(pipeline, chunk, shape)
        return
    from normalize.crew import Crew

    with Crew(pipeline, workers, shape) as crew:
        for cleaned in crew.clean(some):
            yield from cleaned


def clean_here(pipeline: Pipeline, chunk: list[Item], shape: Shape | None = None) -> list[Any]:
    """Clean one chunk in this process, with the same results as `results` gives.

    What fails together (memory, a step over all texts) is cleaned one by one, so that each document has the
    result that it has alone.
    """
    documents = [item for item in chunk if isinstance(item, Document)]
    found: list[Any] = []
    if len(documents) > 1:
        try:
            found = list(pipeline.clean_batch(documents))
        except Exception:  # whichever document it was will tell when it is alone
            found = []
        if any(isinstance(one, MemoryError) for one in found):
            found = []
    rest = iter(found or [_alone(pipeline, document) for document in documents])
    return [_shaped(next(rest), shape) if isinstance(item, Document) else item for item in chunk]


def failures(chunk: Iterable[Item], found: Iterable[Any]) -> Iterator[Any]:
    """Give results with a `Failure` in the place of each error, which names the document."""
    for item, result in zip(chunk, found, strict=True):
        if isinstance(result, DocumentError):
            assert isinstance(item, Document)
            result = failed(item.path, item.record, item.id, result, "run")
        yield result


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut a stream into lists of some items."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _item(given: Given, reader: RowReader) -> Item:
    if isinstance(given, Document):
        return given
    if isinstance(given, (str, bytes)):
        return Document(given)
    if isinstance(given, Mapping):
        return reader.read(given)
    reason = f"text, bytes, records or documents are cleaned, not {type(given).__name__}"
    return Failure(None, None, None, "read", "not-text", reason)


def _alone(pipeline: Pipeline, document: Document) -> Article | Exception:
    try:
        return pipeline.clean(document)
    except Exception as error:  # told as what it is
        return error


def _shaped(result: Article | Exception, shape: Shape | None) -> Any:
    if isinstance(result, Article):
        if shape is None:
            return result
        try:
            return shape(result)
        except Exception as error:  # a record that cannot be written, told as what it is
            result = error
    if isinstance(result, DocumentError) and result.stage:
        return result
    fault = fault_of(result)
    told = StageError(fault.code, fault.reason, fault.stage)
    told.__cause__ = result
    return told

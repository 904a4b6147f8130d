"""The shortest way in: one function for one document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from normalize.article import Article
from normalize.pipeline import Pipeline


@cache
def _default() -> Pipeline:
    return Pipeline.load()


def clean(
    data: str | bytes,
    *,
    id: str | None = None,  # noqa: A002 - the record's own word
    url: str | None = None,
    headline: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    format: Literal["text", "html"] | None = None,  # noqa: A002
    content_type: str | None = None,
) -> Article:
    """Clean one document with the default configuration. See `Pipeline.clean` for the arguments and errors.

    The configuration is loaded at the first call: `normalize.toml` or `pyproject.toml` of the working
    directory, else the default profile. For another one, or to be told of problems early, make a `Pipeline`.
    """
    return _default().clean(
        data, id=id, url=url, headline=headline, metadata=metadata, format=format, content_type=content_type
    )

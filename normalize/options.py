"""One declaration for an option of a stage: default, bounds and reason in one place.

A stage's configuration is a frozen dataclass whose fields are made by `option`. The loader checks values
against it, `normalize config show --why` prints it, and code reads it as plain attributes.
"""

from __future__ import annotations

import dataclasses
from typing import Any


def option(
    default: Any,
    why: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    one_of: tuple[str, ...] | None = None,
) -> Any:
    """Declare a field of a stage's frozen config.

    Args:
        default: bool, int, float, str or tuple of str; its type is the option's type.
        why: what the option does and why the default is what it is, in one or two sentences, with the unit.
        at_least, at_most: inclusive bounds of a number.
        one_of: the allowed values of a string, or of each member of a tuple of strings.

    Returns:
        a `dataclasses.field` that carries the rest as metadata.
    """
    return dataclasses.field(
        default=default,
        metadata={"why": why, "at_least": at_least, "at_most": at_most, "one_of": one_of},
    )

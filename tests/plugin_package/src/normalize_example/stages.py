"""A stage that flags articles whose headline is in capitals."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from normalize.draft import Draft
from normalize.options import option
from normalize.stages import StageSpec


@dataclass(frozen=True, slots=True)
class ShoutConfig:
    """When a headline shouts."""

    letters: int = option(8, "Fewest letters of a headline that is looked at.", at_least=1)


def shout(draft: Draft, config: ShoutConfig) -> None:
    """Flag a headline in capitals; some headlines do what the tests need."""
    headline = draft.headline.text if draft.headline else ""
    if headline.isupper() and sum(map(str.isalpha, headline)) >= config.letters:
        draft.flag("shouting-headline")
    if "Traceback (most recent call last)" in headline:
        raise ValueError("a bug of the plug-in, for the tests")
    if headline == "THIS ENDS THE PROCESS":
        os.kill(os.getpid(), signal.SIGKILL)
    if headline == "THIS NEVER ENDS":
        time.sleep(1000)


def make(config: ShoutConfig, _options: Any, _rules: Any) -> Callable[[Draft], None]:
    """Make the stage from its options, those of all stages, and the rules."""
    return partial(shout, config=config)


SHOUT = StageSpec(
    config=ShoutConfig,
    needs=("blocks",),  # after `segment`
    gives=("shouting",),
    refuses=(),
    settles=False,  # it takes nothing away, and runs once
    make=make,
)

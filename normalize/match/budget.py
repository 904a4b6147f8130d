"""What one document may cost the matcher."""

from __future__ import annotations

from normalize.errors import StageError
from normalize.match.config import MatchConfig

# What a search may take beyond the set time: with a sound pattern `regex` walks at least 10 million
# characters a second.
_SECONDS_PER_CHARACTER = 1e-7
_LEAST_SECONDS = 0.001  # what a search may take when the time is up: `regex` takes no time-out of zero


class Budget:
    """The time that the regexes of one document have left, and the matches that it may have."""

    __slots__ = ("_config", "_spent")

    def __init__(self, config: MatchConfig) -> None:
        self._config = config
        self._spent = 0.0

    def seconds(self, length: int) -> float:
        """How long a regex may search a text of `length` code points.

        Raises:
            StageError: `unit-too-long`.
        """
        if length > self._config.regex_longest:
            most = self._config.regex_longest
            raise StageError(
                "unit-too-long", f"{length} characters without a break; regexes take {most} at most"
            )
        left = self._config.document_timeout - self._spent
        return min(self._config.regex_timeout + length * _SECONDS_PER_CHARACTER, max(left, _LEAST_SECONDS))

    def spend(self, seconds: float) -> None:
        """Count the time of a search."""
        self._spent += seconds

    def check(self, matches: int) -> None:
        """Fail if there are too many matches.

        Raises:
            StageError: `too-many-matches`.
        """
        if matches > self._config.most_matches:
            reason = f"more than {self._config.most_matches} places match rules; no article has so many"
            raise StageError("too-many-matches", reason)

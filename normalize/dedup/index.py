"""What is kept of a corpus for comparing its articles: flat files that grow, so that memory stays small.

An article takes 4 bytes for each different shingle (about 2 KB), 8 for each of 16 bands, 24 for its hashes
and sizes, and about 300 for what the choice of a canonical copy looks at. A run that broke off goes on
behind the last article that was kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from normalize.dedup.minhash import BANDS, bands
from normalize.dedup.shingles import Print, take_print

FORM = 1
"""Number of the form of these files and of all that their numbers are made with. It goes up when one
changes.
"""

_AT_ONCE = 1_000  # articles that are held until they are written
_FILES = {
    "body": "<u8",
    "lead": "<u8",
    "words": "<u4",
    "count": "<u4",
    "bands": "<u8",
    "shingles": "<u4",
    "facts": "<u8",
}
_STATE = "state.json"
_FACTS = "facts.jsonl"
_UPPER = np.uint64(32)


class Index:
    """The prints of a corpus, in a directory.

    Args:
        folder: made if it is not there. What it holds of the same inputs is used again.
        inputs: what tells the inputs apart; an index of other ones is begun anew.
    """

    def __init__(self, folder: Path, inputs: list[list[Any]]) -> None:
        self.folder = folder
        self._inputs = inputs
        folder.mkdir(parents=True, exist_ok=True)
        state = self._state()
        self.done: int = state["done"]
        """Articles that are kept."""
        self._files = {name: self._open(_name(name), state["sizes"].get(name, 0)) for name in _FILES}
        self._facts = self._open(_FACTS, state["sizes"].get(_FACTS, 0))
        self._held: list[tuple[Print, bytes]] = []

    def _state(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = json.loads((self.folder / _STATE).read_bytes())
            whole = all(
                (self.folder / _name(one)).stat().st_size >= size for one, size in state["sizes"].items()
            )
            if whole and state["form"] == FORM and state["inputs"] == self._inputs:
                return state
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no index yet, or none that is whole: begin anew
        return {"done": 0, "sizes": {}}

    def _open(self, name: str, size: int) -> Any:
        path = self.folder / name
        path.touch()
        os.truncate(path, size)
        return path.open("ab")

    def add(self, headline: str | None, body: str, facts: Mapping[str, Any]) -> None:
        """Keep an article."""
        self._held.append((take_print(headline, body), orjson.dumps(facts, option=orjson.OPT_APPEND_NEWLINE)))
        if len(self._held) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is held; from here a later run goes on."""
        if self._held:
            prints = [taken for taken, _ in self._held]
            at = self._facts.tell()
            parts = {
                "body": [taken.body for taken in prints],
                "lead": [taken.lead for taken in prints],
                "words": [taken.words for taken in prints],
                "count": [len(taken.shingles) for taken in prints],
                "bands": [_bands(taken) for taken in prints],
                "shingles": np.concatenate([taken.shingles >> _UPPER for taken in prints]),
                "facts": np.cumsum([at, *(len(facts) for _, facts in self._held)])[:-1],
            }
            for name, kind in _FILES.items():
                self._files[name].write(np.asarray(parts[name], dtype=kind).tobytes())
            self._facts.writelines(facts for _, facts in self._held)
            self.done += len(self._held)
            self._held = []
        sizes = {}
        for name, file in [*self._files.items(), (_FACTS, self._facts)]:
            file.flush()
            sizes[name] = file.tell()
        state = {"form": FORM, "inputs": self._inputs, "done": self.done, "sizes": sizes}
        partial = self.folder / f"{_STATE}.tmp"
        partial.write_text(json.dumps(state), encoding="ascii")
        partial.replace(self.folder / _STATE)

    def close(self) -> None:
        """Close the files; what is held is written before."""
        self.flush()
        for file in [*self._files.values(), self._facts]:
            file.close()

    def numbers(self, name: str) -> Any:
        """The numbers of one kind: an array over the file, which is not read until it is used."""
        path = self.folder / _name(name)
        if not path.stat().st_size:
            return np.zeros((0, BANDS) if name == "bands" else 0, dtype=_FILES[name])
        told = np.memmap(path, dtype=_FILES[name], mode="r")
        return told.reshape(-1, BANDS) if name == "bands" else told

    def facts(self, numbers: list[int]) -> Iterator[dict[str, Any]]:
        """What was kept for the choice among some articles, in their order."""
        places = self.numbers("facts")
        with (self.folder / _FACTS).open("rb") as file:
            for number in numbers:
                file.seek(int(places[number]))
                yield orjson.loads(file.readline())


def _name(part: str) -> str:
    return part if part == _FACTS else f"{part}.bin"


def _bands(taken: Print) -> Any:
    return bands(taken.shingles) if len(taken.shingles) else np.zeros(BANDS, dtype=np.uint64)

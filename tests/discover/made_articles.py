"""Articles for the tests of discovery: prose that hardly repeats, and what a test puts between it."""

from __future__ import annotations

import random
from collections.abc import Callable

from normalize.article import Document

_WHO = "The mayor|A fisherman|The council|Two engineers|The pilot|Her brother|The owner|A teacher".split("|")
_DID = "said that|denied that|wrote that|feared that|told the court that|was sure that".split("|")
_WHAT = "bridge harbour road school budget storm ferry island tower market river garden".split()
_END = "would close by winter|had been sold again|could flood within days|must wait for the vote".split("|")

Plan = Callable[[int, random.Random, list[str]], None]


def paragraph(rng: random.Random) -> str:
    """Two sentences of the story."""
    pick = rng.choice
    return " ".join(
        f"{pick(_WHO)} {pick(_DID)} the {pick(_WHAT)} at {pick(_WHAT)} {rng.randrange(10_000)} {pick(_END)}."
        for _ in range(2)
    )


def articles(count: int, plan: Plan, host: str = "quay.example.org") -> list[Document]:
    """So many articles of one site; `plan` changes the paragraphs of each."""
    made = []
    for number in range(count):
        rng = random.Random(f"{host} {number}")
        body = [paragraph(rng) for _ in range(9)]
        plan(number, rng, body)
        text = "\n\n".join([f"Harbour news number {number} of the year", *body])
        made.append(Document(text, f"{number}", format="text", url=f"https://{host}/{number}"))
    return made

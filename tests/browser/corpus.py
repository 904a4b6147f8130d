"""Made-up articles, as many as are wanted: a corpus to try the report on."""

from __future__ import annotations

import json
import random
from pathlib import Path

_PEOPLE = "Ada Lindqvist, Bram Okafor, Celia Moreau, Dorian Pike, Elke Sand, Farid Noor, Greta Holm, Ivo Marsh".split(
    ", "
)
_PLACES = (
    "Skerry, Tarn Bridge, Port Brume, Fenny Point, Alder Quay, Hollow Mere, Stone Ferry, Kite Hill".split(
        ", "
    )
)
_THINGS = "ferry, library, tram line, fish market, lighthouse, swimming hall, town archive, mill race".split(
    ", "
)
_SITES = "skerry-post.example, tarnherald.example, quaysidenews.example, ferrytimes.example, meregazette.example".split(
    ", "
)
_SENTENCES = (
    "The {thing} at {place} will be closed for repairs until the end of the month, the council said on Monday.",
    "{person}, who has worked there for twenty years, called the decision late but welcome.",
    "Nobody in {place} had expected that the {thing} would cost more than the new school did.",
    "“We counted every plank, and then we counted again,” said {person}, who led the survey.",
    "A report that was read to the meeting puts the damage at two million, half of which is insured.",
    "In the café opposite, {person} has kept the newspaper of the day when the {thing} was opened.",
    "The engineers found water where the drawings of 1931 show a wall, and stopped the work.",
    "Children from {place} painted the fence, and the paint has outlived two mayors.",
    "Whether the money comes from the county or from the town will be settled after the summer.",
    "By the evening some three hundred people had signed the letter that {person} wrote.",
    "The last time that the {thing} stood empty was in the winter of the great ice.",
    "A spokesman for the county declined to say who had signed the contract, and when.",
)
_JUNK = (
    "Read also: The {thing} of {place} in ten pictures",
    "Sign up for our newsletter and get the news of {place} in your inbox every morning",
    "© 2024 {place} Media Group. All rights reserved.",
    "Share this article on Facebook",
    "Advertisement",
    "Follow us on Twitter",
    "Support our journalism: become a member today",
    "Click here to see more photos of the {thing}",
)  # fmt: skip


def article(number: int) -> dict[str, str]:
    """The record of one article."""
    chance = random.Random(number)

    def said(text: str) -> str:
        return text.format(
            person=chance.choice(_PEOPLE), place=chance.choice(_PLACES), thing=chance.choice(_THINGS)
        )

    headline = said("{place} waits for its {thing}, and {person} waits with it")
    paragraphs = [
        " ".join(said(one) for one in chance.sample(_SENTENCES, chance.randint(2, 4)))
        for _ in range(chance.randint(5, 11))
    ]
    share = chance.choice((0, 0, 1, 1, 2, 3, 6, 20))
    for _ in range(share):
        paragraphs.insert(chance.randint(0, len(paragraphs)), said(chance.choice(_JUNK)))
    if number % 9 == 0:
        paragraphs[0] = paragraphs[0].replace("“", "â€œ").replace("”", "â€\x9d").replace("é", "Ã©")
    if number % 11 == 0:
        paragraphs.insert(0, f"By {chance.choice(_PEOPLE)}")
    if number % 250 == 3:
        paragraphs = paragraphs[:1] + [said(one) for one in _JUNK] * 4
    day = f"20{chance.randint(19, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    site = chance.choice(_SITES)
    return {
        "id": f"{number:05}",
        "headline": headline,
        "text": "\n\n".join(paragraphs),
        "url": f"https://www.{site}/news/{number}",
        "published": day,
    }


def write(file: Path, many: int) -> None:
    """Write so many articles as JSON lines; one of each thousand is empty and cannot be cleaned."""
    with file.open("w", encoding="utf-8") as out:
        for number in range(many):
            made = article(number)
            if number % 1000 == 7:
                made["text"] = " "
            out.write(json.dumps(made, ensure_ascii=False) + "\n")

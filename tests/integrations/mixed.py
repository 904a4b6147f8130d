"""Documents for the contract: good, damaged and poisonous ones, always the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

WORDS = "harbour ferry council bridge market school river winter museum library tram station".split()


def story(number: int) -> str:
    one, two = WORDS[number % 12], WORDS[number * 7 % 12]
    return (
        f"The {one} opens again\n\nThe {one} by the {two} opens on Monday, the town said on day {number}.\n\n"
        f"Nobody was hurt when the roof of the {two} came down, and {number} people signed a letter.\n\n"
        "Tide table of the day: high water at ten\n\nShare this article"
    )


def page(number: int, inside: str = "") -> str:
    parts = "".join(f"<p>{part}</p>" for part in story(number).split("\n\n")[1:3])
    return f"<html><head><title>The town opens</title></head><body><article>{parts}{inside}</article></body></html>"


def poison(number: int) -> dict[str, Any]:
    """Documents that cannot be cleaned, each for another reason."""
    return [
        {"text": " \n "},
        {"html": f"<html><body>{'<div>' * 6000}x{'</div>' * 6000}</body></html>"},
        {"html": "<html><body><nav><a href=/>Home</a></nav></body></html>"},
        {"url": "https://town.example/none"},
        {"text": f"Traceback (most recent call last)\n\n{story(number)}"},
        {"html": page(number, f"<p {' '.join(f'a{n}=1' for n in range(40000))}>x</p>")},
    ][number % 6]


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Give rows: of twenty, thirteen are sound, five damaged, and two poisonous."""
    for number in range(count):
        kind = number % 20
        row: dict[str, Any] = {
            "id": f"n{number}",
            "url": f"https://town.example/{number}",
            "text": story(number),
        }
        if kind in (3, 8):
            del row["text"]
            row["html"] = page(number)
        elif kind == 5:
            row["text"] = story(number).replace("Monday", "Monday – the 3rd –").encode().decode("cp1252")
        elif kind == 9:
            row["text"] = story(number).replace(" ", "\u200b ", 5) + "\x00\x07\ufffd"
        elif kind == 11:
            row["text"] = story(number).replace("\n\n", "\r\n")
        elif kind == 14:
            row["text"] = story(number).upper()
        elif kind == 15:
            row["text"] = story(number)[:60] + "&amp;nbsp;&lt;p&gt;" + story(number)[60:]
        elif kind in (7, 18):
            row = {"id": f"n{number}", **poison(number // 10)}
        yield row


def killers() -> list[dict[str, Any]]:
    """Documents that end or hold up the process that cleans them."""
    return [
        {"id": "k1", "text": f"THIS ENDS THE PROCESS\n\n{story(1)}"},
        {"id": "k2", "text": f"THIS NEVER ENDS\n\n{story(2)}"},
    ]

"""What raw text hides from the search is known to the last character."""

from __future__ import annotations

import string

from normalize.match.folding import FoldedText
from normalize.match.irregular import after_bullets, bullet_sequences, irregular_sequences, raw_bytes
from normalize.match.windows import is_stable, variants, window

ALPHABET = frozenset(string.ascii_lowercase + string.digits + " '-[éßяσıガ가関ةñő")


def test_every_character() -> None:
    """Whatever a character becomes: a letter of a window is in the raw text too, or the text is irregular."""
    sequences = frozenset(irregular_sequences(ALPHABET))
    forms = {char: [raw_bytes(form) for form in variants(char)] for char in ALPHABET if is_stable(char)}
    missed = []
    for code in [*range(0xD800), *range(0xE000, 0x20000), *range(0x2F800, 0x2FA20), *range(0xE0000, 0xE1000)]:
        text = f"x{chr(code)}z"
        if code == 10:
            continue
        raw = raw_bytes(text)
        if any(
            raw[start:end] in sequences for start in range(len(raw)) for end in range(start + 1, len(raw) + 1)
        ):
            continue
        unit = FoldedText(text)
        folded = unit.folded + unit.plain.replace("İ", "i").casefold()
        if any(char in folded and not any(form in raw for form in of) for char, of in forms.items()):
            missed.append(hex(code))
        if len(unit.plain) < 3:  # something vanished, so that its neighbours met
            missed.append(hex(code))
    assert not missed


def test_combining_marks() -> None:
    sequences = irregular_sequences(frozenset("éế"))
    for text in ("e\u0301", "e\u0302\u0301", "ê\u0301"):
        assert any(sequence in raw_bytes(text) for sequence in sequences)


def test_bullets() -> None:
    sequences = bullet_sequences()
    for text in ("• one", "•one", "- one", "— one", "* – one"):
        assert any(raw_bytes("\n" + text).startswith(sequence) for sequence in sequences)
        assert after_bullets(text) == "one"
    for text in ("-one", "—30—", "one"):
        assert after_bullets(text) == text


def test_windows() -> None:
    assert window("read also: more", True) == window("read also", True)
    found = window("don't miss the newsletter", False)
    assert found
    assert found.text in "don't miss the newsletter"
    assert not found.head
    assert window("...", False) is None
    assert window("::", True) is None
    cyrillic = window("читайте также", False)
    assert cyrillic
    assert len(variants(cyrillic.text)) <= 16

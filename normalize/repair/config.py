"""What repair may do, one option per rule, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """Options of text repair. Every rule can be switched off; `docs/repair.md` tells of them one by one."""

    enabled: bool = option(True, "Repair text at all. Off: the text comes back as it is, with no edits.")
    mojibake: bool = option(
        True, "Read text again that was decoded with the wrong charset. On: such text is never wanted."
    )
    charsets: bool = option(
        True,
        "Put suspicious lines that ftfy cannot mend to the character model: one single-byte charset read as "
        "another, bytes lost in UTF-8, East Asian charsets. On: no other tool mends these. Needs `mojibake`.",
    )
    most_weighed: int = option(
        100_000,
        "Code points of suspicious lines in one text that are put to the character model, which reads 50,000 "
        "a second, so the default bounds hostile text to seconds. Real articles are shorter.",
        at_least=0,
    )
    entities: bool = option(
        True, "Decode HTML entities left in plain text, but not those that keep real markup apart from text."
    )
    escapes: bool = option(
        True,
        r"Decode escapes such as \u2019 and \xe2\x80\x99. On: they come from JSON that nobody decoded. "
        "Patterns and code spans keep theirs.",
    )
    controls: bool = option(
        True, "Remove control characters and terminal escapes. On: they have no meaning in an article."
    )
    surrogates: bool = option(
        True,
        "Join surrogate pairs and replace lone surrogates by U+FFFD. On: text with them cannot be written.",
    )
    invisibles: bool = option(
        True,
        "Remove soft hyphens, zero-width spaces, word joiners and byte order marks in text. On: they split "
        "words for every later reader. ZWJ and ZWNJ stay, since scripts and emoji need them.",
    )
    bidi: bool = option(
        True,
        "Remove direction marks from lines without right-to-left letters, and those that pair with nothing. "
        "On: there they do nothing but hide in words.",
    )
    ligatures: bool = option(
        True,
        "Take typographic Latin ligatures (U+FB00 to U+FB06) apart. On: they are left over from typesetting.",
    )
    nfc: bool = option(
        True, "Compose characters (Unicode NFC). On: one spelling of each letter. NFKC is never applied."
    )
    copies: bool = option(
        True,
        "Put back a letter that was lost (U+FFFD, or `?` within a word) if the same word stands elsewhere in "
        "the text and only one letter fits. On: it is the one way to undo such a loss without a guess.",
    )

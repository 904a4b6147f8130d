"""Decode the benchmark's pages and texts, and compare with other decoders in the same run.

    bench/decode.py [--show] [--every N]

Needs the benchmark data (`NORMALIZE_BENCH`, or `../shared/bench` next to the clone). Prints

- how many of each class come out as exactly the right text. The class `in a page` is made here: each text of
  the benchmark at the end of a real page without any declaration;
- how many of html5lib's cases for the prescan are answered rightly;
- the CPU time of each decoder as a multiple of what `bytes.decode("utf-8", "replace")` takes. All meet each
  document in turn, and so the same load of the machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from normalize.charset import decode
from normalize.charset.prescan import prescan

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench") / "decode"


class Document(NamedTuple):
    """A document of the benchmark: its name, its class, its bytes, and the digests of the right texts."""

    name: str
    kind: str
    data: bytes
    right: list[str]


def plain_utf8(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def plain_chardet(data: bytes) -> str:
    import chardet

    try:
        if not data.isascii():  # ISO-2022-JP is ASCII too
            return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return data.decode(chardet.detect(data)["encoding"] or "cp1252")


def trafilatura(data: bytes) -> str:
    from trafilatura.utils import decode_file

    return str(decode_file(data))


DECODERS: dict[str, Callable[[bytes], str]] = {
    "normalize": lambda data: decode(data).text,
    "chardet": plain_chardet,
    "trafilatura": trafilatura,
    "bytes.decode": plain_utf8,
}


def digest(text: str) -> str:
    """What the benchmark's gold compares: no byte order mark, newlines for all line ends."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def documents() -> list[Document]:
    with (BENCH / "gold.jsonl").open(encoding="utf-8") as lines:
        gold: list[dict[str, Any]] = [json.loads(line) for line in lines]
    found = [
        Document(g["file"], g["class"], (BENCH / g["file"]).read_bytes(), g["text_sha256"]) for g in gold
    ]
    shells = [ascii_shell(one.data) for one in found if one.kind == "utf8"][:20]
    charsets = [g["charset"] for g in gold]
    for place, (one, charset) in enumerate(zip(found[:], charsets, strict=True)):
        if one.kind == "text-3000" and not charset.startswith("iso2022"):
            head, tail = shells[place % len(shells)]
            page = head.decode() + one.data.decode(charset) + tail.decode()
            found.append(Document(one.name, "in a page", head + one.data + tail, [digest(page)]))
    return found


def ascii_shell(page: bytes) -> tuple[bytes, bytes]:
    """A page as two halves between which text goes, without declarations and characters beyond ASCII."""
    page = re.sub(rb"(?i)<meta[^>]*charset[^>]*>|<\?xml[^>]*>", b"", page)
    page = page.translate(None, bytes([0x1B, *range(0x80, 0x100)]))
    end = page.rfind(b"</body")
    return page[:end] + b"\n<p>", b"</p>\n" + page[end:]


def run(chosen: list[Document], show: bool) -> None:
    for decoder in DECODERS.values():
        decoder("Älteste Brücke".encode("latin-1"))  # imports and models are loaded, and not measured
    right: dict[str, Counter[str]] = {name: Counter() for name in DECODERS}
    spent: dict[str, dict[str, float]] = {name: defaultdict(float) for name in DECODERS}
    total: Counter[str] = Counter()
    order = list(DECODERS.items())
    for one in chosen:
        total[one.kind] += 1
        order.append(order.pop(0))  # the first finds the bytes not yet in the processor's cache: each in turn
        for name, decoder in order:
            start = time.process_time()
            try:
                text = decoder(one.data)
            except (UnicodeDecodeError, LookupError):  # the others may raise: the document is lost to them
                text = ""
            spent[name][one.kind] += time.process_time() - start
            right[name][one.kind] += digest(text) in one.right
            if show and name == "normalize" and digest(text) not in one.right:
                print(f"wrong: {one.name} ({one.kind})")
    print(f"{'class':22}{'of':>6}" + "".join(f"{name:>14}{'x time':>9}" for name in DECODERS))
    for kind in total:
        cells = [
            f"{right[name][kind]:>14}{spent[name][kind] / max(spent['bytes.decode'][kind], 1e-9):>9.1f}"
            for name in DECODERS
        ]
        print(f"{kind:22}{total[kind]:>6}" + "".join(cells))
    pages = [kind for kind in total if not kind.startswith(("text", "in a"))]
    times = {name: sum(spent[name][kind] for kind in pages) for name in DECODERS}
    ratios = ", ".join(f"{name} {times[name] / times['bytes.decode']:.2f}" for name in DECODERS)
    print(f"all real pages, CPU time by that of bytes.decode: {ratios}")
    each = 1000 * times["normalize"] / max(1, sum(total[kind] for kind in pages))
    print(f"normalize: {each:.3f} ms a page")


def prescan_cases(show: bool) -> None:
    right = of = 0
    for file in sorted((BENCH / "prescan").glob("*.dat")):
        for case in re.split(rb"(?m)^#data\n", file.read_bytes())[1:]:
            data, _, answer = case.rpartition(b"\n#encoding\n")
            marked = data.startswith(b"\xef\xbb\xbf")
            found = "utf-8" if marked else prescan(data[:65536]) or "windows-1252"
            of += 1
            if found == answer.strip().decode().lower():
                right += 1
            elif show:
                print(f"wrong: {file.name}: {data[:80]!r} is {found}, not {answer.strip().decode()}")
    print(f"prescan: {right} of {of}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="name what normalize gets wrong")
    parser.add_argument("--every", type=int, default=1, help="take every Nth document only")
    args = parser.parse_args()
    if not BENCH.is_dir():
        sys.exit(f"no benchmark data at {BENCH}; set NORMALIZE_BENCH to its folder")
    run(documents()[:: args.every], args.show)
    prescan_cases(args.show)


if __name__ == "__main__":
    main()

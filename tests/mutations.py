"""Damaged input: what is done to samples, and what reading them may do.

``python tests/mutations.py 100000`` runs it long and prints a table of what was run;
``--data FOLDER`` takes samples from collections of real news as well.
"""

from __future__ import annotations

import argparse
import bz2
import faulthandler
import gzip
import io
import lzma
import random
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from newsearch import read_html, read_text
from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.accounts import Tell
from newsearch.ingest.encoding import decode
from newsearch.ingest.files import Input, open_inputs
from newsearch.ingest.formats import FORMATS, HEAD, find_format, format_named
from newsearch.ingest.reading import read, read_input

CORPUS = Path(__file__).parent.parent / "corpus"
LONGEST = 5.0  # seconds of processor time for one input
LARGEST = 60_000  # bytes of a sample
MOST_SAMPLES = 60  # of a format, from one collection
PLAIN_XML = (
    b'<?xml version="1.0"?><archive><story id="1"><headline>Rain stops</headline><text><p>It '
    b"stopped at noon.</p><p>The harbour opens again on Monday &amp; Tuesday.</p></text>"
    b"<date>2025-03-09</date></story>"
    b"<story id='2'><headline>Sun</headline><text>At one.</text></story></archive>"
)
COLLECTIONS = (
    "newswire_formats", "feeds", "reuters21578_sgml", "reuters_text_files", "masakhanews",
    "extract_open",
)  # fmt: skip
PIECES = [
    b"<", b">", b'"', b"'", b"&", b"&#x0;", b"&#99999999;", b"&lol;", b"\0", b"\x01", b"\x02",
    b"\x03", b"\x1f", b"\xff", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?", b"<!DOCTYPE a [",
    b"{", b"[", b"}", b"\n\n", b"\r\n\r\n", b"--=_tide\n", b"=?utf-8?B?===?=", b"=?x?Q?=zz?=",
    b'Content-Type: multipart/mixed; boundary="x"\n', b"WARC/1.0\r\n", b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999\r\n", b"\x1f\x8b\x08", b"From a 10:00\n", b"9" * 400,
    b"\xed\xa0\x80", b"1e999", b"null", b"<p>" * 50, b"</p>", b"<item>", b"</nitf>", b"<entry/>",
    b"<table><tr><td>", b"<a href=x>", b"<b><i><font color=red>", b"</b>", b"<select><option>",
    b"<template>", b"<svg><foreignObject>", b"<plaintext>", b"<textarea>", b"<title>", b"<script>",
    b'<script type="application/ld+json">', b"</script>", b"<math><mi>", b"<frameset>", b"<body ",
    b"\xe2\x80\xae", b"\xcc\x81" * 40, b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc2\xad",
    b"99-99-9999", b"0000-00-00T99:99:99+99:99", b"12/31/99999", b"-- title\n", b"---\n", b",\",\n",
    b"\\u0000", b"\\ud800", b"*", b"_", b"`", b"#", b"(", b"=?", b"&amp;", b"a\n", b"a ",
    b"a.",
    b"By A B\n", b"12 March 2025\n", b"\t", b" ", b"|", b"\xd0\xb0", b"\xe6\x97\xa5", b"\xc2\xa0",
    b"PK\x03\x04", b"1" * 5000, b"https://[::1", b"data:text/html,",
]  # fmt: skip


def damaged(sample: bytes, other: bytes, chance: random.Random) -> bytes:
    """The sample cut, with flipped bits, controls, pieces put in, doubled, spliced, taken out.

    Args:
        sample: What is damaged.
        other: Another sample, a part of which may be spliced in.
        chance: What decides.
    """
    data = bytearray(sample)
    for _ in range(chance.choice((1, 1, 2, 4, 10, 40))):
        kind, at = chance.randrange(9), chance.randrange(len(data) + 1)
        if kind == 0:
            del data[at:]
        elif kind == 1 and data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind == 2:
            del data[at : at + chance.randrange(1, 200)]
        elif kind == 3:
            start = chance.randrange(len(data) + 1)
            data[at:at] = data[start : start + chance.randrange(500)]
        elif kind == 4:
            data[at:at] = bytes(chance.randrange(32) for _ in range(chance.randrange(20)))
        elif kind == 5:
            data[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 3, 300))
        elif kind == 6:
            data[at:at] = b"<a " + b'b="c" ' * chance.choice((1, 500)) + b">"
        elif kind == 7:
            data[at:at] = b'<div class="' + b"x" * chance.choice((10, 100_000)) + b'">'
        else:
            start = chance.randrange(len(other) + 1)
            data[at:] = other[start:]
    return bytes(data)


def flooded(sample: bytes, piece: bytes, size: int, chance: random.Random) -> bytes:
    """The sample with a piece put in so often that it makes `size` bytes."""
    at = chance.randrange(len(sample) + 1)
    return sample[:at] + piece * (size // len(piece)) + sample[at:]


def read_as(name: str) -> Callable[[bytes], int]:
    """What reads bytes as a format, to articles: only `ReadError` may come of it."""
    form = format_named(name)

    def run(data: bytes) -> int:
        errors: list[ReadError] = []
        one = Input("in", None, len(data), io.BytesIO(data), form)
        count = sum(checked(article) for article in read_input(one, Tell(errors.append)))
        for error in errors:
            checked_error(error)
        return count

    return run


def checked(article: Article) -> bool:
    """An article is whole: its text can be written, its fields are of their types."""
    for text in (article.title, article.body, article.id, article.summary or ""):
        text.encode()
    assert article.title or article.body
    assert article.date is None or article.date.tzinfo is not None
    return True


def checked_error(error: ReadError) -> None:
    assert error.path and error.reason


def page(data: bytes) -> int:
    found = 0
    for form in (data, decode(data)):
        try:
            found += checked(read_html(form, "https://coast.example/a"))
        except ReadError as error:
            checked_error(error)
    return found


def text(data: bytes) -> int:
    try:
        return checked(read_text(decode(data)))
    except ReadError as error:
        checked_error(error)
    return 0


def file(data: bytes) -> int:
    """A file on disk, its format found, its compression and archives read through."""
    errors: list[ReadError] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in"
        path.write_bytes(data)
        count = sum(map(checked, read(path, on_error=errors.append)))
    for error in errors:
        checked_error(error)
    try:
        find_format(data[:HEAD])
    except ValueError as error:
        assert str(error)
    return count


TARGETS: dict[str, Callable[[bytes], int]] = {
    **{form.name: read_as(form.name) for form in FORMATS},
    "read_html": page,
    "read_text": text,
    "read": file,
}


def samples(data: Path | None = None) -> dict[str, list[bytes]]:
    """Per target its samples: those of the corpus, and of collections in the folder `data`."""
    found: dict[str, list[bytes]] = {name: [] for name in TARGETS}

    def take(paths: list[Path]) -> None:
        taken = dict.fromkeys(found, 0)
        for seen, one in enumerate(open_inputs(paths, lambda _: None)):
            name = one.format.name
            if taken[name] < MOST_SAMPLES:
                taken[name] += 1
                found[name].append(one.stream.read(LARGEST))
            if seen > 2000:
                return

    take([path for path in sorted(CORPUS.iterdir()) if path.name != "broken"])
    for name in COLLECTIONS if data is not None else ():
        path = Path(str(data)) / f"{name}.tar.xz"
        if path.exists():
            take([path])
    found["warc"].append((CORPUS / "wire" / "karsholt-courier.warc.gz").read_bytes())
    found["xml"].append(PLAIN_XML)
    found["csv"].append(table("\t"))
    found["csv"].append(table(","))
    found["read_html"] = found["html"]
    found["read_text"] = found["text"]
    found["read"] = [every[0] for every in found.values() if every] + archives(found)
    return found


def table(separator: str) -> bytes:
    rows = [("title", "text", "date", "author"), ("Rain", '"At noon, it\nsaid."', "2025", "A")]
    return "\n".join(separator.join(row) for row in rows * 4).encode()


def archives(found: dict[str, list[bytes]]) -> list[bytes]:
    """Files of samples in every kind of compression and archive."""
    from newsearch.ingest.compression import _zstd

    parts = {f"{name}.x": every[0] for name, every in found.items() if every}
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        for name, data in parts.items():
            info = tarfile.TarInfo("long name " * 20 + name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    lines = found["jsonl"][0]
    return [
        zipped.getvalue(), tarred.getvalue(), gzip.compress(tarred.getvalue()),
        gzip.compress(lines), bz2.compress(lines), lzma.compress(lines), _zstd().compress(lines),
        gzip.compress(zipped.getvalue()),
    ]  # fmt: skip


@dataclass
class Tally:
    """What was run on one target."""

    runs: int = 0
    articles: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_run: str = ""


def run(
    name: str, given: list[bytes], seed: str, runs: int, flood: int | None = None
) -> Iterator[Tally]:
    """Reads so many damaged samples as `name`; yields the tally after each.

    An input that fails is written to a temporary file, which the error names.
    """
    tally = Tally()
    read_one = TARGETS[name]
    for number in range(runs):
        chance = random.Random(f"{seed} {name} {number}")
        if flood:
            piece = PIECES[number % len(PIECES)]
            data = flooded(chance.choice(given), piece, flood, chance)
        else:
            data = damaged(chance.choice(given), chance.choice(given), chance)
        start = time.process_time()
        try:
            tally.articles += read_one(data)
            seconds = time.process_time() - start
            assert seconds < LONGEST, f"{seconds:.1f} seconds"
        except BaseException as error:
            kept = Path(tempfile.gettempdir()) / f"newsearch-damaged-{name}-{seed}-{number}"
            kept.write_bytes(data)
            error.add_note(f"while reading {kept} as {name}")
            raise
        tally.runs += 1
        tally.seconds += seconds
        if seconds > tally.slowest:
            tally.slowest, tally.slowest_run = seconds, f"{number}, {len(data):,} bytes"
        yield tally


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads damaged news of every format.")
    parser.add_argument("runs", type=int, help="how many inputs, over all formats")
    parser.add_argument("--seed", default="0", help="other inputs with another seed")
    parser.add_argument("--data", type=Path, help="a folder of collections of real news")
    parser.add_argument("--flood", type=int, help="repeat one piece up to so many bytes instead")
    parser.add_argument("--only", help="the name of one target")
    options = parser.parse_args()
    given = samples(options.data)
    names = [options.only] if options.only else list(TARGETS)
    failed = total = 0
    print("target      samples    runs  articles   ms a run  slowest s  its number, size")
    for name in names:
        tally = Tally()
        try:
            runs = options.runs // len(names)
            for tally in run(  # noqa: B007  also where it fails
                name, given[name], options.seed, runs, options.flood
            ):
                faulthandler.dump_traceback_later(300, exit=True)  # a hang, in C too
        except Exception as error:
            failed += 1
            notes = getattr(error, "__notes__", [])
            print(name, type(error).__name__, error, *notes, sep=": ")
        total += tally.runs
        mean = 1000 * tally.seconds / max(1, tally.runs)
        print(f"{name:11} {len(given[name]):7} {tally.runs:7,} {tally.articles:9,} {mean:10.2f} "
              f"{tally.slowest:10.2f}  {tally.slowest_run}", flush=True)  # fmt: skip
    print(f"{total:,} runs; {failed} targets failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

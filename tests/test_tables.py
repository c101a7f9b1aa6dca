"""Tables: every field of a row, and what is said where the columns have no names."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.reading import read


def read_table(folder: Path, text: str, name: str = "t.tsv") -> tuple[list[Article], list[str]]:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    errors: list[ReadError] = []
    found = list(read(path, on_error=errors.append))
    return found, [error.reason for error in errors]


def test_all_fields_of_a_labelled_collection(tmp_path: Path) -> None:
    """Quotes doubled, lines inside cells, a mark inside a title, addresses of three kinds."""
    found, errors = read_table(
        tmp_path,
        "category\theadline\ttext\turl\r\n"
        'business\tFerry fares rise\t"Fares rise ""at once"", the harbour said.\r\n'
        'Nobody was asked."\thttps://www.coast.example/news/ferry-1\r\n'
        "health\tJ\ufeffirgin ruwa ya dawo\tJirgin ruwa ya dawo da safe saboda iska, amma mutane sun "
        "ce za su jira har gobe.\t/news/ferry-2\r\n"
        'sports\tከ\ufeffጀልባው በኋላ\tጀልባው ዛሬ አልሄደም ነገር ግን ሰዎች ወደ ባሕር ዳርቻ እየሄዱ ነው\tnot available\r\n'
        "religion\tThe same\tThe same\thttps://m.coast.example/same?utm_source=x\r\n",
    )
    assert errors == []
    assert [one.title for one in found] == [
        "Ferry fares rise",
        "Jirgin ruwa ya dawo",
        "ከጀልባው በኋላ",
        "The same",
    ]
    assert [one.section for one in found] == ["business", "health", "sports", "religion"]
    assert [one.language for one in found] == ["en", "ha", "am", None]
    assert found[0].body == 'Fares rise "at once", the harbour said.\n\nNobody was asked.'
    assert found[0].url == found[0].id == "https://www.coast.example/news/ferry-1"
    assert found[0].source == "coast.example"
    assert found[1].url is found[1].source is None
    assert found[1].extra == {"url": "/news/ferry-2"}
    assert found[2].extra == {"url": "not available"}
    assert (found[3].body, found[3].source) == ("", "coast.example")
    assert all(one.date is None and not one.tags and not one.authors for one in found)

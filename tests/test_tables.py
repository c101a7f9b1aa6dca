"""Tables: every field of a row, and what is said where the columns have no names."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.reading import read, read_explained


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
        "health\tJ\ufeffirgin ruwa ya dawo\tJirgin ruwa ya dawo da safe saboda iska, amma mutane "
        "sun ce za su jira har gobe.\t/news/ferry-2\r\n"
        "sports\tከ\ufeffጀልባው በኋላ\tጀልባው ዛሬ አልሄደም ነገር ግን ሰዎች ወደ ባሕር ዳርቻ እየሄዱ ነው\tnot available\r\n"
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


BODY = "The harbour master said that the boats had come back before noon, and that all of them {0} "
BODY += "were unloaded by evening, while the market stayed open for the people of the town."


def rows(count: int = 6) -> list[list[str]]:
    return [
        [
            str(number % 3),
            f"Boats come back for the {number}th time",
            f"2026-05-{number % 28 + 1:02d}",
            f"https://www.coast.example/{number}",
            "town",
            BODY.format(number),
        ]
        for number in range(count)
    ]


def written(table: list[list[str]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_columns_are_told_by_their_content(tmp_path: Path, separator: str) -> None:
    found, errors = read_table(tmp_path, written(rows(300), separator), "t.csv")
    assert errors == []
    assert len(found) == 300
    assert found[4].title == "Boats come back for the 4th time"
    assert found[4].body == BODY.format(4)
    assert found[4].url == found[4].id == "https://www.coast.example/4"
    assert found[4].date == datetime(2026, 5, 5, tzinfo=UTC)
    assert found[4].extra == {"column 1": "1", "column 5": "town"}
    path = tmp_path / "t.csv"
    evidence = next(read_explained([path]))[1]
    assert evidence["title"] == "column 2, by its content"
    assert evidence["body"] == "column 6, by its content"


def columns(*numbers: int) -> list[list[str]]:
    return [[row[number] for number in numbers] for row in rows()]


@pytest.mark.parametrize(
    "table",
    [
        columns(0, 2, 5),  # no title
        columns(1, 1, 5),  # two
        columns(0, 1, 2),  # no body
        columns(1, 5, 5),  # two
        columns(1, 5)[:2],  # too few rows
        [["foo", "bar"], *columns(1, 5)],  # a header in unknown words
        [*columns(1, 5)[:5], ["one", "two", "three"]],
        [["Only one column of words that go on", ""]] * 5,
        [[""], [""], [""]],
    ],
)
def test_nothing_is_guessed_where_it_is_not_certain(tmp_path: Path, table: list[list[str]]) -> None:
    found, errors = read_table(tmp_path, written(table), "t.csv")
    assert found == []
    if any(any(row) for row in table):
        assert errors[0].startswith("no header with a title or body")
        assert errors[0].endswith("into the first line, such as title,text,date")


def test_of_two_days_none_is_taken(tmp_path: Path) -> None:
    found, errors = read_table(tmp_path, written(columns(2, 1, 2, 5)), "t.csv")
    assert errors == []
    assert found[0].date is None
    assert found[0].extra == {"column 1": "2026-05-01", "column 3": "2026-05-01"}


def test_damaged_rows_of_a_table_without_a_header_are_told(tmp_path: Path) -> None:
    table = rows(60)
    table[55] = ["1", *["more"] * 8]
    found, errors = read_table(tmp_path, written(table), "t.csv")
    assert len(found) == 59
    assert errors == ["expected 6 columns, found 9: is a separator not quoted?"]


def test_a_quote_that_is_not_closed_costs_one_row(tmp_path: Path) -> None:
    lines = ["title,text", "One,a b", 'Two,"never closed', *(f"More {n},c d" for n in range(900))]
    lines.insert(500, 'Quoted,"over\r\ntwo ""lines"""')
    found, errors = read_table(tmp_path, "\r\n".join(lines), "t.csv")
    assert len(found) == 1 + 900 + 1
    assert [one.title for one in found[:3]] == ["One", "More 0", "More 1"]
    assert found[498].body == 'over\n\ntwo "lines"'
    assert len(errors) == 1
    assert "is a quote not closed?" in errors[0]


def test_many_quotes_that_are_not_closed_end(tmp_path: Path) -> None:
    lines = ["title,text", *(f'Row {n},"x' for n in range(3_000))]
    started = time.process_time()
    found, errors = read_table(tmp_path, "\n".join(lines), "t.csv")
    assert time.process_time() - started < 10
    assert [one.title for one in found] == ["Row 2999"]
    assert len(errors) == 2_999


def test_lines_of_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('title,text\nOne,"a\nb"\nTwo,b,c,d\n,\nThree,"open\nFour,d\n')
    errors: list[ReadError] = []
    found = list(read(path, on_error=errors.append))
    assert [one.title for one in found] == ["One", "Two", "Four"]
    assert [error.record for error in errors] == ["line 6"]

"""Dates in the languages and calendars of the world's newspapers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.calendars import solar_to_gregorian
from newsearch.ingest.dates import parse_date

DAY = datetime(2026, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "12 février 2026 à 14h30",
        "Publié le jeudi 12 février 2026 à 14:30",
        "12 febbraio 2026 ore 14:30",
        "12 febbraio 2026 alle 14.30",
        "12 de fevereiro de 2026 às 14h30",
        "12 februari 2026 om 14.30 uur",
        "12. února 2026 14:30",
        "12. februára 2026 o 14:30",
        "12 лютого 2026, 14:30",
        "12 лютого 2026 року о 14:30",
        "14:30, 12 февраля 2026",
        "12 февруари 2026 14:30 ч.",
        "12. veljače 2026. u 14:30",
        "2026. február 12. 14:30",
        "12 Şubat 2026 Perşembe 14:30",
        "12 Φεβρουαρίου 2026, 14:30",
        "12 februari 2026 kl. 14.30",
        "12. februar 2026 kl. 14:30",
        "12. feb. 2026 kl. 14.30",
        "12. helmikuuta 2026 klo 14.30",
        "12.2.2026 klo 14:30",
        "١٢ فبراير ٢٠٢٦ ١٤:٣٠",
        "12 فبراير 2026 - 02:30 م",
        "الخميس 12 فبراير 2026 الساعة 14:30",
        "12 בפברואר 2026, 14:30",
        "12 फ़रवरी 2026 14:30",
        "2026年2月12日 14:30",
        "2026年2月12日 14時30分",
        "2026年2月12日午後2時30分",
        "2026年02月12日14:30",
        "2026년 2월 12일 14:30",
        "2026년 2월 12일 오후 2시 30분",
        "2026.02.12 오후 2:30",
        "12 ก.พ. 2569 14:30 น.",
        "12 กุมภาพันธ์ 2569 เวลา 14.30 น.",
        "12 février 2026 14 h 30",
        "12.02.2026 um 14:30 Uhr",
        "12. Februar 2026, 14.30 Uhr",
    ],
)
def test_half_past_two(text: str) -> None:
    found = parse_date(text)
    assert found == DAY + timedelta(hours=14, minutes=30)
    assert found is not None
    assert found.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "text",
    [
        "Четвер, 12 лютого 2026 р.",
        "12 лют. 2026",
        "12 фев 2026",
        "12. фебруар 2026.",
        "2026. febr. 12., csütörtök",
        "12 Φεβ 2026",
        "12 tháng 2 năm 2026",
        "ngày 12 tháng 2, 2026",
        "12 فبراير 2026",
        "12 شباط 2026",
        "۱۲ فوریه ۲۰۲۶",
        "۲۳ بهمن ۱۴۰۴",
        "12 בפבר׳ 2026",
        "12 फरवरी 2026",
        "令和8年2月12日",
        "12 กุมภาพันธ์ 2569",
        "2026 m. vasario 12 d.",
        "2026. gada 12. februāris",
        "12 фебруари 2026",
        "12 shkurt 2026",
        "12 თებერვალი 2026",
        "12 ফেব্রুয়ারি ২০২৬",
        "12 فروری 2026",
        "12 ақпан 2026",
        "2026年2月12日",
        "民國115年2月12日",
        "1404/11/23",
        "۱۴۰۴/۱۱/۲۳",
    ],
)
def test_the_day(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("1er mars 2026", 3, 1),
        ("12. júna 2026", 6, 12),
        ("12. októbra 2026", 10, 12),
        ("12 юли 2026 г.", 7, 12),
        ("12. ožujka 2026.", 3, 12),
        ("12. srpnja 2026.", 7, 12),
        ("12. srpna 2026", 8, 12),
        ("12 sierpnia 2026", 8, 12),
        ("12 Ağustos 2026", 8, 12),
        ("12 Μαΐου 2026", 5, 12),
        ("12 ΜΑΪΟΥ 2026", 5, 12),
        ("12 كانون الثاني/يناير 2026", 1, 12),
        ("5. září 2026", 9, 5),
        ("5. listopadu 2026", 11, 5),
        ("5 listopada 2026", 11, 5),
        ("5. listopada 2026.", 10, 5),  # Croatian
        ("12 de maig de 2026", 5, 12),
    ],
)
def test_months(text: str, month: int, day: int) -> None:
    assert parse_date(text) == datetime(2026, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "clock", "hours"),
    [
        ("12 февраля 2026 г. в 14:30 МСК", (14, 30), 3),
        ("12 февраля 2026, 14:30 (по Москве)", (14, 30), 3),
        ("12 лютого 2026, 14:30 за Києвом", (14, 30), 2),
        ("12 Feb 2026 14.30 CET", (14, 30), 1),
        ("12. Februar 2026, 14 Uhr MEZ", (14, 0), 1),
        ("12 févr. 2026 14h", (14, 0), 0),
        ("Thứ năm, 12/2/2026, 14:30 (GMT+7)", (14, 30), 7),
        ("2026-02-12 14:30 Europe/Berlin", (14, 30), 1),
        ("2026-02-12T14:30:00[America/New_York]", (14, 30), -5),
        ("2026-02-12T14:30:00−05:00", (14, 30), -5),
        ("입력 2026.02.12. 오전 9:05", (9, 5), 0),
        ("12 a.m. ET Feb. 12, 2026", (0, 0), -5),
        ("Feb 12, 2026 12:05 p. m.", (12, 5), 0),
    ],
)
def test_zones_and_halves(text: str, clock: tuple[int, int], hours: int) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.hour, found.minute) == clock
    assert found.utcoffset() == timedelta(hours=hours)
    assert (found.year, found.month, found.day) == (2026, 2, 12)


def test_the_year_of_an_era() -> None:
    assert parse_date("平成30年2月12日") == datetime(2018, 2, 12, tzinfo=UTC)
    assert parse_date("令和元年5月1日") == datetime(2019, 5, 1, tzinfo=UTC)


def test_a_zone_names_no_file() -> None:
    found = parse_date("2026-02-12 14:30 Europe/../../etc/passwd")
    assert found == DAY + timedelta(hours=14, minutes=30)


@pytest.mark.parametrize(
    ("year", "begins"),
    [(1354, "1975-03-21"), (1387, "2008-03-20"), (1399, "2020-03-20"), (1400, "2021-03-21"),
     (1403, "2024-03-20"), (1404, "2025-03-21"), (1405, "2026-03-21")],
)  # fmt: skip
def test_new_year_in_iran(year: int, begins: str) -> None:
    assert solar_to_gregorian(year, 1, 1).isoformat() == begins


@given(st.integers(1261, 1464), st.integers(1, 12), st.integers(1, 31))
def test_days_of_the_solar_calendar_follow_each_other(year: int, month: int, day: int) -> None:
    try:
        found = solar_to_gregorian(year, month, day)
    except ValueError:
        assert day > 29
        return
    following = [(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)]
    for one in following:
        try:
            assert solar_to_gregorian(*one) - found == timedelta(days=1)
            return
        except ValueError:
            continue
    raise AssertionError("no day follows")

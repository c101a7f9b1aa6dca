"""Site text: one invented page in many variants."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.ingest.records import Raw
from newsearch.ingest.site_text import parse_text

TITLE = "Lake town opens its first floating library - mayor Brandt"
LEAD = "The mayor of Mirefield opened a library on a barge. It holds nine thousand books."
PARAGRAPHS = (
    "The town of Mirefield opened a floating library on Monday, after two winters of work on the "
    "old grain barge. This was reported by the town hall, writes ABN.",
    "Brandt said that the barge will moor at every village around the lake in turn. “Nobody should "
    "row for a book,” she added.",
    "The lake's water level had kept the barge in its dock since autumn. It rose by a hand's "
    "breadth last week.",
)
TAGS = ("Libraries", "Lakes", "Clara Brandt", "EBU", "Books for All")


def page(
    *,
    ticker: str | None = " date 2025-03-09 $41.120.15",
    first_title: bool = True,
    metas: tuple[str, ...] = ("Mirefield • ABN", " • 57 views"),
    lead: str | None = LEAD,
    title: str | None = TITLE,
    subheads: tuple[str, str] | None = ("Details", "Recall"),
    author: str | None = "Oskar Lindqvist",
    rubrics: str | None = "CultureNews of the Lakes",
    tags: tuple[str, ...] = TAGS,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    end: str = "",
) -> str:
    """Write a page as a reader's browser would copy it."""
    blocks: list[str] = []
    if first_title:
        blocks.append((f"{ticker}\n" if ticker else "") + TITLE)
    blocks += metas
    blocks += [text for text in (lead, title) if text]
    blocks.append(paragraphs[0])
    if subheads:
        blocks.append(subheads[0])
    blocks += paragraphs[1:-1]
    if subheads:
        blocks.append(subheads[1])
    blocks.append(paragraphs[-1])
    if author:
        blocks.append(author)
    tail = "\n".join([rubrics] if rubrics else []) + ("\n" if rubrics else "") + "\n".join(tags)
    blocks.append(tail)
    return "\n\n".join(block for block in blocks if block.strip()) + end


def check(raw: Raw, **expected: object) -> None:
    """Compare the fields of `raw` with those of the page in its first form, changed by name."""
    wanted: dict[str, object] = {
        "title": TITLE,
        "date": "2025-03-09",
        "place": "Mirefield",
        "source": "ABN",
        "authors": ["Oskar Lindqvist"],
        "section": "Culture",
        "sections": ["Culture", "News of the Lakes"],
        "tags": list(TAGS),
        "summary": LEAD,
        "body": "\n\n".join(PARAGRAPHS),
        "views": 57,
    }
    wanted |= expected
    found = {name: getattr(raw, name) for name in wanted if name != "views"}
    found["views"] = raw.extra.get("views")
    assert found == wanted


def test_the_whole_layout() -> None:
    raw = parse_text(page())
    check(raw)
    assert raw.evidence["title"] == "repeated line"
    assert raw.evidence["tags"] == "tag lines"
    assert set(raw.evidence) >= {"title", "date", "place", "source", "authors", "body"}


def test_no_author() -> None:
    check(parse_text(page(author=None)), authors=None)


def test_several_authors() -> None:
    raw = parse_text(page(author="Oskar Lindqvist, Ada von Quill"))
    check(raw, authors=["Oskar Lindqvist", "Ada von Quill"])


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_authors_on_lines_of_their_own(between: str) -> None:
    raw = parse_text(page(author=f"Oskar Lindqvist{between}Ada von Quill"))
    check(raw, authors=["Oskar Lindqvist", "Ada von Quill"])


def test_no_meta_lines_at_all() -> None:
    raw = parse_text(page(metas=(), ticker=None))
    check(raw, date=None, place=None, source=None, views=None)


def test_agency_without_place() -> None:
    check(parse_text(page(metas=("ABN", "57 views"))), place=None)


def test_rubric_without_author_and_tags() -> None:
    check(parse_text(page(author=None, tags=())), authors=None, tags=None)


def test_labelled_author() -> None:
    check(parse_text(page(author="Author: Oskar Lindqvist")))


def test_one_rubric() -> None:
    check(parse_text(page(rubrics="Culture")), sections=["Culture"])


def test_a_rubric_of_two_capitalised_words_is_no_author() -> None:
    raw = parse_text(page(author=None, rubrics="World News"))
    check(raw, authors=None, section="World News", sections=["World News"])


def test_several_rubrics() -> None:
    check(
        parse_text(page(rubrics="CultureSocietyNews of the LakesCOVID-19Health")),
        sections=["Culture", "Society", "News of the Lakes", "COVID-19", "Health"],
    )


def test_rubrics_in_a_block_of_their_own() -> None:
    check(parse_text(page(rubrics="Culture\nNews of the Lakes\n")))


def test_no_tags() -> None:
    check(parse_text(page(tags=())), tags=None)


def test_no_tags_no_rubric_no_author() -> None:
    raw = parse_text(page(tags=(), rubrics=None, author=None))
    check(raw, tags=None, section=None, sections=None, authors=None)


def test_no_lead() -> None:
    check(parse_text(page(lead=None)), summary=None)


def test_no_ticker_no_date() -> None:
    check(parse_text(page(ticker=None)), date=None)


def test_title_not_repeated() -> None:
    raw = parse_text(page(title=None, lead=None))
    check(raw, summary=None)
    assert raw.evidence["title"] == "line above meta line"


def test_subheads_absent() -> None:
    check(parse_text(page(subheads=None)))


@pytest.mark.parametrize("pair", [("Addition", "Background"), ("Деталі", "Нагадаємо")])
def test_other_stereotyped_subheads(pair: tuple[str, str]) -> None:
    check(parse_text(page(subheads=pair)))


def test_a_subhead_that_says_something_stays() -> None:
    raw = parse_text(page(subheads=("Why the barge stayed in its dock", "Recall")))
    assert raw.body is not None
    assert "Why the barge stayed in its dock" in raw.body.split("\n\n")
    assert "Recall" not in raw.body.split("\n\n")


@pytest.mark.parametrize(
    ("line", "views"),
    [
        (" • 1.2k views", 1200),
        (" • 3K views", 3000),
        (" • 1.5M views", 1_500_000),
        (" • 12,345 views", 12345),
        (" • 12 345 views", 12345),
        (" • Views: 8", 8),
        (" • 1 view", 1),
        (" • 34 перегляди", 34),
        (" • 1 перегляд", 1),
        (" • 2,5 тис. переглядів", 2500),
        ("👁 34", 34),
    ],
)
def test_views(line: str, views: int) -> None:
    check(parse_text(page(metas=("Mirefield • ABN", line))), views=views)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("12 February 2026, 14:30", "12 February 2026 14:30"),
        ("12 February 2026, 14:30 • 57 views", "12 February 2026 14:30"),
        ("February 12, 2026 2:30 PM", "February 12, 2026 2:30 PM"),
        ("12.02.2026, 14:30", "12.02.2026 14:30"),
        ("14:30, 12.02.2026", "12.02.2026 14:30"),
        ("12 лютого 2026, 14:30", "12 лютого 2026 14:30"),
        ("Четвер, 12 лютого 2026 р., 14:30", "12 лютого 2026 14:30"),
        ("Published on 2026-02-12T14:30:00+02:00", "2026-02-12T14:30:00+02:00"),
        ("Thursday, 12 February 2026", "12 February 2026"),
    ],
)
def test_date_lines_win_over_the_ticker(line: str, date: str) -> None:
    metas = ("Mirefield • ABN", line) if "views" in line else ("Mirefield • ABN", line, "57 views")
    raw = parse_text(page(metas=metas))
    check(raw, date=date)
    assert raw.evidence["date"] == "meta line"


def test_everything_on_one_meta_line() -> None:
    raw = parse_text(page(metas=("Mirefield • ABN • 12 February 2026, 14:30 • 57 views",)))
    check(raw, date="12 February 2026 14:30")


def test_meta_lines_above_the_title() -> None:
    text = page(first_title=False, lead=None)
    check(parse_text(text), date=None, summary=None)


@pytest.mark.parametrize(
    "ticker",
    [
        "date 2025-03-09 $41.120.15 €44.90-0.08",
        "2025-03-09",
        "date 2025-03-09 USD 41.12 EUR 44.90",
        "2025-03-09 $41.12 ▲ +0.15% €44.90",
        "date 2025-03-09 $41.12 ₿ 91,230 +4°C",
        "date 2025-03-09₡41.120.15",
        "date 2025-03-09 ₡41.12 +0.06 ₾2,70 −0,01",
        "2025-03-09 ₪3.6 ± 0.2%",
    ],
)
def test_tickers(ticker: str) -> None:
    check(parse_text(page(ticker=ticker)))


def test_menu_lines_around_the_page() -> None:
    text = "Menu\nUA\nEN\n" + page(end="\n\nShare\nFacebook\nTelegram\n")
    check(parse_text(text))


def test_other_stories_below_the_page_are_cut() -> None:
    end = "\n\nLatest news\n\nBridge painted blue\n\nOtters return to the canal\n"
    check(parse_text(page(end=end)))


def test_promotions_between_paragraphs_are_dropped() -> None:
    paragraphs = (
        PARAGRAPHS[0],
        "Read also: Otters return to the canal",
        PARAGRAPHS[1],
        "Photo: ABN",
        "Subscribe to our Telegram channel",
        PARAGRAPHS[2],
    )
    check(parse_text(page(paragraphs=paragraphs)))


def test_a_page_without_empty_lines() -> None:
    check(parse_text(page().replace("\n\n", "\n")))


def test_a_page_with_empty_lines_everywhere() -> None:
    check(parse_text(page().replace("\n\n", "\n").replace("\n", "\n\n\n")))


def test_windows_line_ends_and_byte_order_mark() -> None:
    check(parse_text("\ufeff" + page().replace("\n", "\r\n")))


def test_ukrainian_page() -> None:
    title = "На озері відкрили першу плавучу бібліотеку - міська рада"
    paragraphs = [
        "Містечко Болотне відкрило плавучу бібліотеку в понеділок, після двох зим роботи на "
        "старій баржі. Про це повідомила міська рада, передає АБН.",
        "Баржа зупинятиметься біля кожного села навколо озера.",
        "Рівень води тримав баржу в доці з осені. Минулого тижня він піднявся.",
    ]
    text = "\n\n".join(
        [
            f"дата 09 березня 2025 ₴41.120.15\n{title}",
            "Київ • АБН",
            "9 березня 2025, 08:05 • 34 перегляди",
            "Міська рада відкрила бібліотеку на баржі.",
            title,
            paragraphs[0],
            "Деталі",
            paragraphs[1],
            "Нагадаємо",
            paragraphs[2],
            "Оксана Гай",
            "КультураНовини озер\nБібліотеки\nОзера\nЗ'їзд читачів",
        ]
    )
    raw = parse_text(text)
    check(
        raw,
        title=title,
        date="9 березня 2025 08:05",
        place="Київ",
        source="АБН",
        authors=["Оксана Гай"],
        section="Культура",
        sections=["Культура", "Новини озер"],
        tags=["Бібліотеки", "Озера", "З'їзд читачів"],
        summary="Міська рада відкрила бібліотеку на баржі.",
        body="\n\n".join(paragraphs),
        views=34,
    )


def test_labelled_tail() -> None:
    text = page(rubrics=None, tags=(), author=None)
    text += "\n\nSection: Culture\nTags: Libraries, Lakes\n"
    check(parse_text(text), authors=None, sections=["Culture"], tags=["Libraries", "Lakes"])


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aЇ5 .•-:\n#|$\x00—By"), max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    raw = parse_text(text)
    assert raw.body is None or isinstance(raw.body, str)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(page().split("\n\n")), max_size=14))
def test_blocks_in_any_order_are_read_without_error(blocks: list[str]) -> None:
    raw = parse_text("\n\n".join(blocks))
    if raw.body is not None:
        assert raw.body.strip() == raw.body

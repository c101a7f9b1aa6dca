"""Pages: the authors that a reader sees, in the forms of common templates and of many languages."""

from __future__ import annotations

import pytest

from newsearch.ingest.reading import read_html

from .pages import PARAGRAPHS, TITLE, linked, page

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
COMMENT = (
    '<div id="comments"><footer class="comment-meta"><b class="author">Bo Finch</b></footer>'
    "<p>What a fine barge this is, I shall visit it soon.</p></div>"
)


def authors_of(
    below_title: str, above: str = "", below: str = "", head: str = ""
) -> tuple[str, ...]:
    body = f"{above}<h1>{TITLE}</h1>{below_title}{TEXT}{below}{COMMENT}"
    return read_html(page(head, body), "https://coast.example/n/1").authors


@pytest.mark.parametrize(
    "written",
    [
        "<div>By Ada Quill</div>",
        "<div>ByAda Quill</div>",
        "<div>By Ada Quill and agencies</div>",
        "<div>Von Ada Quill mit AP</div>",
        "<div>Geschrieben von Ada Quill</div>",
        "<div>March 9, 2025 by Ada Quill</div>",
        "<div>Posted on March 9, 2025 by Ada Quill in News</div>",
        "<div>Published 9 March 2025 | Last updated 10 March 2025 | Written by Ada Quill</div>",
        "<div>Mittwoch, 09.03.2025 von Ada Quill</div>",
        "<div>09.03.2025 // Ada Quill</div>",
        "<div>Ada Quill 09.03.2025, 05:00 Uhr</div>",
        "<div>Ada Quill, 09.03.2025 10:00 Uhr</div>",
        "<div>Ada Quill – 09.03.2025 – Kolumne</div>",
        "<div>9. September 2025 um 15:46 Uhr / Ada Quill</div>",
        "<div><b>Ada Quill</b><span>Published Mar 9, 2025, 11:21am</span></div>",
        "<div>Ada Quill</div><div>9 March 2025</div>",
        '<div class="avatar">Ada Quill</div>',
        '<div class="card"><h5><a href="/u/7">Ada Quill</a></h5></div><div>March 9, 2025</div>',
        '<div><a href="/u/7">Ada Quill</a></div><div>Share</div>',
        "<p>Ada Quill</p>",
        "<div>Ada Quill<span>Lifestyle Writer</span></div><div>9 March 2025</div>",
        "<table><tr><td>Text &amp; Fotos:</td><td>Ada Quill</td></tr></table>",
        "<dl><dt>Autor/in</dt><dd>Ada Quill</dd></dl>",
        "<p>Par Ada Quill Le 09/03/2025</p>",
        "<p>Rédigé par Ada Quill</p>",
        "<p>Escrito por: Ada Quill</p>",
        "<p>A cura di Ada Quill</p>",
        "<p>Tekst: Ada Quill</p>",
        "<p>Geschreven door Ada Quill</p>",
        "<p>Skribent: Ada Quill</p>",
        "<p>Autor: Ada Quill</p>",
        "<p>Penulis: Ada Quill</p>",
        '<div class="byline">Ada Quill<br>Senior Reporter</div>',
        '<div class="byline">By <a>Ada Quill</a>, Political Editor</div>',
        '<span itemprop="author"><meta itemprop="name" content="Ada Quill"></span>',
        "<p>Von Ada Quill (Text) und Joss Reed (Fotos)</p>",
    ],
)
def test_bylines_below_the_title(written: str) -> None:
    assert authors_of(written) == ("Ada Quill",)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<p>Von Ada Quill, Joss Reed und Mia Fern</p>", ("Ada Quill", "Joss Reed", "Mia Fern")),
        (
            "<p>By</p><ul><li>Ada Quill<sup>1</sup>,</li><li>Joss Reed,</li><li>Mia Fern</li></ul>",
            ("Ada Quill", "Joss Reed", "Mia Fern"),
        ),
        ("<p>By Ada Quill &amp; Joss Reed</p>", ("Ada Quill", "Joss Reed")),
        ("<p>Door Ada Quill en Joss Reed</p>", ("Ada Quill", "Joss Reed")),
        ("<p>Av Ada Quill og Joss Reed</p>", ("Ada Quill", "Joss Reed")),
        ("<p>by <b>quill77</b> » Sun Mar 09, 2025 10:24 am</p>", ("quill77",)),
        ("<p>Автор: Иван Петренко</p>", ("Иван Петренко",)),
        ("<p>بقلم: محمد علي</p>", ("محمد علي",)),
        ("<p>作者：王小明</p>", ("王小明",)),
        ("<p>김민수 기자 minsu@coast.example</p>", ("김민수",)),
        ("<div>March 9, 2025 by quill77</div>", ("quill77",)),
        ("<div>von Redaktion, 9. März 2025</div>", ("Redaktion",)),
        ("<p>Von: det/dpa</p>", ("det/dpa",)),
        ("<p>Mirefield (dpa/lno) – The town opened a library on Monday.</p>", ("dpa/lno",)),
    ],
)
def test_several_names_other_scripts_and_agencies(written: str, names: tuple[str, ...]) -> None:
    assert authors_of(written) == names


@pytest.mark.parametrize(
    "written",
    [
        "<div>New York, 9 March 2025</div>",
        '<div><a href="/c">Culture</a> | 9 March 2025</div>',
        "<div>Last Update 9 March 2025</div>",
        "<p>Getty Images</p>",
        '<div><a href="/n">Utopia Newsletter</a></div>',
        "<p>By the lake</p>",
    ],
)
def test_what_is_no_byline(written: str) -> None:
    assert authors_of(written) == ()


def test_the_byline_with_the_title_is_before_those_of_other_articles() -> None:
    others = '<div><a href="/author/reed">Joss Reed</a></div>'
    assert authors_of("<p>By Ada Quill</p>", above=others, below=others) == ("Ada Quill",)


@pytest.mark.parametrize(
    "signature",
    [
        "<p>Ada Quill</p>",
        "<p><b>Ada Quill</b></p>",
        "<p>Author: Ada Quill, head of the library</p>",
        "<h4>About the author</h4><p>Ada Quill</p>",
        '<div class="author-bio">Ada Quill</div>',
        "<p>(Text: Ada Quill)</p>",
        "<p>Ada Quill, Mirefield</p>",
    ],
)
def test_names_that_sign_a_text(signature: str) -> None:
    assert authors_of("", below=signature) == ("Ada Quill",)


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Écrit par", "Author"])
def test_the_author_that_a_theme_states_for_cards_of_links(label: str) -> None:
    head = (
        f'<meta name="twitter:label1" content="{label}">'
        '<meta name="twitter:data1" content="Ada Quill">'
    )
    assert authors_of("", head=head) == ("Ada Quill",)
    other = head.replace(label, "Est. reading time").replace("Ada Quill", "5 minutes")
    assert authors_of("", head=other) == ()


def test_the_name_of_an_account_is_no_author() -> None:
    described = linked({"@type": "Article", "headline": TITLE, "author": {"name": "admin"}})
    assert authors_of("<p>By Ada Quill</p>", head=described) == ("Ada Quill",)

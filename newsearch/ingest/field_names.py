"""Which names inputs give to the fields of an article: one table for JSON, CSV and front matter.

The names come from schema.org, news-please, Fundus, Media Cloud, NewsAPI, the APIs of the Guardian
and the New York Times, ninjs, JSON Feed, WordPress, and common data sets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

__all__ = ["field_of", "plan"]

# Per field, best name first: where an input has several, the first that is not empty gives the
# field, the others go to `extra`.  Case, "_", "-", ".", ":", "/" and spaces do not matter.
NAMES: dict[str, str] = {
    "id": "id _id uid uuid guid article_id story_id stories_id news_id doc_id docno docid uri "
    "identifier item_id post_id newid key",
    "title": "title headline web_title article_title news_title head og:title dc.title heading "
    "title_text name subject_line titre titel titulo título titolo заголовок عنوان 标题 "
    "überschrift schlagzeile tytuł nagłówek titolo_articolo manchete başlık "
    "заголовок_новини заголовок_статьи назва назва_новини название título_noticia titular "
    "titre_article otsikko titulek cím tiêu_đề judul タイトル 見出し 제목 標題 العنوان تیتر "
    "שם_כותרת כותרת शीर्षक headline_text",
    "body": "body articleBody article_body maintext main_text body_text bodytext full_text "
    "fulltext content_html body_html content_text text content article plaintext "
    "plain_text cleaned_text article_text story_text news_text story contents "
    "html_content document raw_text page_content paragraphs texte testo texto inhalt "
    "cuerpo текст 正文 lead_paragraph volltext artikel treść tresc corpo contenuto conteúdo "
    "conteudo contenido contenu metin içerik icerik текст_новини текст_статьи зміст "
    "содержание вміст содержимое teksti szöveg tekst innehåll nội_dung isi konten 本文 内容 "
    "內容 본문 내용 النص المحتوى متن תוכן सामग्री",
    "summary": "summary lead lede standfirst abstract trail_text description_text description "
    "og:description excerpt snippet subtitle subheadline sub_title dek deck teaser intro "
    "highlights kicker_text description_html short_description synopsis blurb "
    "meta_description zusammenfassung vorspann kurztext résumé chapô resumen entradilla "
    "riassunto sommario resumo streszczenie zajawka lid özet анонс лід лид опис описание "
    "краткое_содержание анотація аннотация 摘要 要約 요약 ملخص",
    "tags": "tags tag keywords keyword topics topic categories subjects subject labels "
    "news_keywords article:tag hashtags concepts schlagwörter schlagworte stichwörter "
    "étiquettes mots_clés etiquetas palabras_clave palavras_chave parole_chiave tagi "
    "słowa_kluczowe etiketler теги тэги ключові_слова ключевые_слова мітки метки 标签 關鍵字 "
    "关键词 タグ 태그 الوسوم",
    "date": "datePublished date_published published_at publishedAt date_publish publish_date "
    "publishing_date published_date publication_date pubDate pub_date date_gmt published "
    "published_time article:published_time web_publication_date first_publication_date "
    "date_time datetime date publish_time publication_time posted posted_at "
    "first_published firstcreated versioncreated date_created dateCreated created_at "
    "created timestamp time day dc.date release_date issued date_posted publicationdate "
    "updated updated_at date_line datum fecha дата 日期 seendate veröffentlicht "
    "veröffentlichungsdatum erscheinungsdatum date_de_publication date_publication "
    "fecha_publicacion fecha_publicación data_publikacji data_pubblicazione "
    "data_de_publicação data tarih дата_публікації дата_публикации опубліковано "
    "опубликовано päivämäärä dátum 日時 发布时间 時間 时间 날짜 التاريخ تاریخ תאריך दिनांक",
    "authors": "authors author byline by_line by writers writer creator dc.creator journalist "
    "journalists reporter author_name author_names article:author contributors autor "
    "auteur autore автор 作者 autoren verfasser auteurs autores autora autori autorzy yazar "
    "yazarlar автори авторы журналіст журналист kirjoittaja szerző författare tác_giả "
    "penulis 記者 记者 著者 기자 저자 الكاتب المؤلف نویسنده כותב מחבר लेखक",
    "source": "source publisher source_name site_name og:site_name publication outlet media_name "
    "newspaper site domain source_domain host hostname provider agency news_source "
    "feed_title publisher_name sitename origin media source-hostname website news_outlet "
    "source_title journal quelle fuente источник zeitung verlag herausgeber médio medio "
    "fonte źródło zrodlo kaynak джерело видання издание агентство lähde zdroj forrás "
    "källa nguồn sumber 来源 來源 出典 媒体 출처 المصدر منبع מקור",
    "section": "section section_name articleSection article_section article:section category "
    "rubric rubrik news_desk desk channel category_name section_title pillar_name department "
    "ressort rubrique sección seccion categoría categoria catégorie sezione seção "
    "kategorie kategoria kategori dział рубрика категорія категория розділ раздел osasto "
    "栏目 分类 分類 카테고리 القسم",
    "sections": "sections rubrics",
    "place": "place dateline location located town dateline_place city ort lieu lugar luogo local "
    "miejsce місце место місто город",
    "language": "language lang inLanguage in_language locale language_code og:locale meta_lang "
    "sprache langue idioma lingua język jezyk dil мова язык 语言 言語 언어 اللغة",
    "url": "url link permalink canonical canonical_url canonical_link web_url article_url "
    "original_url source_url page_url href story_url news_url external_url og:url "
    "mainEntityOfPage requested_url responded_url links adresse_web lien enlace adres "
    "посилання ссылка адреса_сторінки adres_url odnośnik bağlantı liên_kết tautan 链接 網址 "
    "网址 リンク 링크 الرابط",
}
_DROP = str.maketrans("", "", "_-.:/ @$")


def _key(name: str) -> str:
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return name.casefold().translate(_DROP)


@cache
def _table() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for field, names in NAMES.items():
        for rank, name in enumerate(names.split()):
            table.setdefault(_key(name), (field, rank))
    return table


def field_of(name: str) -> str | None:
    """The field that an input's field of that `name` belongs to, or None.

    Example: ``field_of("pubDate")`` is ``"date"``.
    """
    found = _table().get(_key(name))
    return found[0] if found else None


def plan(names: Iterable[str]) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    """Which of the `names` give which field: (field, names, best first) pairs, and the other names.

    Example: ``plan(["text", "headline", "likes"])`` is
    ``((("body", ("text",)), ("title", ("headline",))), ("likes",))``.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    other: list[str] = []
    for name in names:
        entry = _table().get(_key(name))
        if entry is None:
            other.append(name)
        else:
            found.setdefault(entry[0], []).append((entry[1], name))
    fields = tuple(
        (field, tuple(name for _, name in sorted(ranked))) for field, ranked in found.items()
    )
    return fields, tuple(other)

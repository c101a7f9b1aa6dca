"""Whether the engines answer right: nothing is printed about an engine that does not.

What must come out is found by a plain scan of the file, for queries of words that every engine
sees alike (see `benchmarks.words`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.articles import Article, read
from benchmarks.measure import Session
from benchmarks.queries import last_day
from benchmarks.rivals import LIMIT, Query, can_answer
from benchmarks.words import Holds, Vocabulary, by_chance, forms_of, pairs_in_sequence

__all__ = ["Check", "Disagreement", "checks_of", "disagreements"]

#: How many words and phrases are looked at before those that engines may see differently go.
TRIED = 60
#: How many checks of one kind are kept.
KEPT = 12
#: Articles whose bodies are searched for phrases to check.
PHRASE_SOURCE = 5000
#: Letters of a prefix to check, and the most words that may begin with it.
PREFIX = 5
MOST_FORMS = 40


class Disagreement(Exception):  # noqa: N818 - says what it is
    """Engines do not give the answers that a plain scan of the file gives."""


@dataclass(slots=True)
class Check:
    """A query and what a plain scan of the file finds.

    Attributes:
        query: The query.
        ids: The articles that match.
        dates: Dates of the first hits, where they are asked for newest first.
    """

    query: Query
    ids: frozenset[str]
    dates: list[datetime] | None = None


@dataclass(slots=True)
class _Found:
    """The articles that hold something; ``doubtful`` where engines may differ on one."""

    ids: set[str] = field(default_factory=set)
    doubtful: bool = False


def checks_of(path: Path, vocabulary: Vocabulary) -> list[Check]:
    """Scans the file for the answers to queries that every engine must answer alike.

    Raises:
        ValueError: The corpus has too few words that all engines see alike.
    """
    words = _tried_words(vocabulary)
    sequences = pairs_in_sequence([path], vocabulary.safe, PHRASE_SOURCE)
    phrases = [tuple(text.split()) for text in by_chance(" ".join(words) for words in sequences)]
    phrases = [p for n in (2, 3) for p in [one for one in phrases if len(one) == n][:TRIED]]
    prefixes = _tried_prefixes(vocabulary, words)
    found, dates = _scan(path, words, phrases, prefixes)

    sound = {words: one.ids for words, one in found.items() if not one.doubtful and one.ids}
    single = [key for key in ((word,) for word in words) if key in sound]
    checks = [Check(Query("all", key), frozenset(sound[key])) for key in single]
    for number in (2, 3):
        kept = [key for key in phrases if key in sound and len(key) == number][:KEPT]
        checks += [Check(Query("phrase", key), frozenset(sound[key])) for key in kept]
    checks += [
        Check(Query("prefix", (prefix,)), frozenset(sound[prefix + "*",]))
        for prefix in list(prefixes)
        if (prefix + "*",) in sound
    ][:KEPT]
    checks += _combined(single, sound, dates)
    if not single:
        raise ValueError(
            f"{path.name}: no word is safe to check the engines with: take a larger file"
        )
    return checks


def _tried_words(vocabulary: Vocabulary) -> list[str]:
    """Safe words, some rare, some middling, and the most frequent."""
    count = vocabulary.frequency
    safe = vocabulary.safe
    rare = by_chance(word for word in safe if 1 < count[word] <= 20)
    middling = by_chance(word for word in safe if count[word] > 20)
    frequent = sorted(safe, key=lambda word: (-count[word], word))
    return list(dict.fromkeys([*rare[:KEPT], *middling[:KEPT], *frequent[:KEPT]]))


def _tried_prefixes(vocabulary: Vocabulary, words: Sequence[str]) -> dict[str, frozenset[str]]:
    """Prefixes of the words, each with all words that begin so."""
    found = {}
    for word in words[:TRIED]:
        prefix = word[:PREFIX]
        forms = vocabulary.forms_beginning(prefix)
        if forms is None or len(forms) > MOST_FORMS:
            continue
        if all(form.isascii() and form.isalpha() for form in forms):
            found[prefix] = forms
    return found


def _scan(
    path: Path,
    words: Sequence[str],
    phrases: Sequence[tuple[str, ...]],
    prefixes: dict[str, frozenset[str]],
) -> tuple[dict[tuple[str, ...], _Found], dict[str, datetime | None]]:
    """What each article holds of it all."""
    needed = {word: Holds((word,)) for word in words}
    for forms in prefixes.values():
        needed |= {form: Holds((form,)) for form in forms if form not in needed}
    sequences = {phrase: Holds(phrase) for phrase in phrases}
    wanted = frozenset(needed) | {word for phrase in phrases for word in phrase}
    found = {(word,): _Found() for word in words} | {phrase: _Found() for phrase in phrases}
    found |= {(prefix + "*",): _Found() for prefix in prefixes}
    dates: dict[str, datetime | None] = {}
    for article in read(path):
        dates[article.id] = article.date
        texts = (article.title, article.body)
        here = wanted & forms_of("\n".join((*texts, article.others)))
        held = {form: needed[form](texts) for form in here if form in needed}
        _note_words(article, held, found, prefixes)
        for phrase, sequence in sequences.items():
            if here.issuperset(phrase):
                answer = sequence(texts)
                # Tags and summaries, which only newsearch searches, must not decide.
                if answer is False and sequence((article.others,)) is not False:
                    answer = None
                _note(found[phrase], article.id, answer)
    return found, dates


def _note_words(
    article: Article,
    held: dict[str, bool | None],
    found: dict[tuple[str, ...], _Found],
    prefixes: dict[str, frozenset[str]],
) -> None:
    """Notes the article for the words and prefixes it holds.

    A word that is there but not plainly in title or body is doubtful.
    """
    for form, answer in held.items():
        if (form,) in found:
            _note(found[form,], article.id, answer or None)
    for prefix, forms in prefixes.items():
        answers = [answer for form, answer in held.items() if form in forms]
        if answers:
            _note(found[prefix + "*",], article.id, True if True in answers else None)


def _note(found: _Found, key: str, answer: bool | None) -> None:
    if answer:
        found.ids.add(key)
    elif answer is None:
        found.doubtful = True


def _combined(
    single: Sequence[tuple[str, ...]],
    sound: dict[tuple[str, ...], set[str]],
    dates: dict[str, datetime | None],
) -> list[Check]:
    """Checks of two words: any, all, within a month, newest first."""
    pairs = [(a, b) for a, b in pairwise([word for (word,) in single]) if a != b]
    together = [
        (a, b)
        for at, (a,) in enumerate(single)
        for (b,) in single[at + 1 :]
        if sound[a,] & sound[b,]
    ]
    checks = [
        Check(Query("all", (a, b)), frozenset(sound[a,] & sound[b,])) for a, b in together[-KEPT:]
    ]
    for a, b in pairs[:KEPT]:
        either = frozenset(sound[a,] | sound[b,])
        checks.append(Check(Query("any", (a, b)), either))
        dated = sorted((d for key in either if (d := dates[key]) is not None), reverse=True)
        if not dated:
            continue
        if len(dated) >= LIMIT:
            checks.append(Check(Query("any", (a, b), newest=True), either, dated[:LIMIT]))
        moment = dated[len(dated) // 2].astimezone(UTC)
        first = date(moment.year, moment.month, 1)
        last = last_day(first)
        inside = frozenset(key for key in either if _within(dates[key], first, last))
        checks.append(Check(Query("any", (a, b), first, last), inside))
    return checks


def _within(moment: datetime | None, first: date, last: date) -> bool:
    return moment is not None and first <= moment.astimezone(UTC).date() <= last


def disagreements(
    session: Session, checks: Sequence[Check], path: Path, articles: int
) -> Iterable[str]:
    """Says, line by line, where an engine's answers are not those of the scan."""
    if session.articles != articles:
        yield f"{session.name} holds {session.articles} articles, not {articles}"
    checks = [check for check in checks if can_answer(session.name, check.query)]
    queries = [check.query for check in checks]
    counts, ids = session.counts(queries), session.ids(queries)
    dates: dict[str, datetime | None] = {}
    if any(check.dates is not None for check in checks):
        dates = {article.id: article.date for article in read(path)}
    for check, count, found in zip(checks, counts, ids, strict=True):
        about = f"{session.name}: {check.query}:"
        if count != len(check.ids):
            yield f"{about} counts {count} articles, a scan of the file {len(check.ids)}"
        elif len(set(found)) != min(LIMIT, len(check.ids)) or not check.ids.issuperset(found):
            yield f"{about} its hits are not among those of a scan of the file"
        elif check.dates is not None and [dates[key] for key in found] != check.dates:
            yield f"{about} its hits are not the newest"

"""Four articles that tests of an index share."""

from __future__ import annotations

from datetime import UTC, datetime

from newsearch import Article

STRIKE = Article(
    id="strike",
    title="Harbour strike ends",
    body="Dock workers of Velmar ended their strike.\n\nShips left the old harbour at noon.",
    summary="Ships sail again.",
    tags=("Ports", "Labour"),
    date=datetime(2026, 2, 12, 14, 30, tzinfo=UTC),
    authors=("Ada Quill", "Bo Larch"),
    source="Lantern Wire",
    section="Business",
    place="Velmar",
    language="en",
    url="https://lantern.example/strike",
    extra={"views": 34, "sections": ["Business", "Coast"]},
)
STORM = Article(
    id="storm",
    title="Storm closes the harbour",
    body="A winter storm closed the harbour of Velmar. The old bridge stayed open.",
    tags=("Weather", "Ports"),
    date=datetime(2026, 1, 20, 6, tzinfo=UTC),
    authors=("Bo Larch",),
    source="Northern Gazette",
    section="Weather",
    language="en",
)
BRIDGE = Article(
    id="bridge",
    title="Bridge reopens after repairs",
    body="The bridge over the Orn reopened. Drivers had waited since the autumn.",
    tags=("Transport",),
    date=datetime(2025, 11, 3, tzinfo=UTC),
    source="Lantern Wire",
    section="Transport",
    language="en",
)
UNDATED = Article(
    id="undated",
    title="How the old harbour was built",
    body="Stones came by sea.",
    language="en",
)
ARTICLES = [STRIKE, STORM, BRIDGE, UNDATED]

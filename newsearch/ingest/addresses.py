"""Canonical URLs, and the source that a URL names."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..kernel.strings import is_canonical_address

__all__ = ["canonical_url", "host_of"]

_TRACKING_NAMES = (
    "fbclid gclid dclid msclkid yclid igshid mc_cid mc_eid cmpid cmp ncid ocid icid ref ref_src "
    "ref_url smid sr_share feedtype feedname source_feed spm _ga _gl at_medium at_campaign "
    "at_custom1 at_custom2 ftag ito guccounter xtor traffic_source"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
_LONGEST = 4096  # characters
_MOBILE = ("www.", "m.", "mobile.", "amp.")


def canonical_url(url: str) -> str | None:
    """`url` without fragment and tracking parameters, its scheme and host in lower case.

    None where it is no absolute http or https URL.

    Example: ``canonical_url("HTTPS://Example.org/a?utm_source=x&id=7#top")`` is
    ``"https://example.org/a?id=7"``.
    """
    url = url.strip()
    if len(url) > _LONGEST:
        return None
    if is_canonical_address(url):
        return url
    if url.startswith("//"):
        url = "https:" + url
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(k, v) for k, v in pairs if k.lower() not in _TRACKING and k[:4].lower() != "utm_"]
        if len(kept) != len(pairs):
            query = urlencode(kept)
    address = urlunsplit((parts.scheme.lower(), host, parts.path, query, ""))
    return address.replace(" ", "%20")


@lru_cache(maxsize=4096)
def _short_host(host: str) -> str:
    for prefix in _MOBILE:
        if host.startswith(prefix) and host.count(".") > 1:
            return _short_host(host.removeprefix(prefix))
    return host


def host_of(url: str) -> str | None:
    """The host of a URL without ``www.``, ``m.`` or ``amp.``; None where there is none.

    Example: ``host_of("https://www.bbc.co.uk/news")`` is ``"bbc.co.uk"``.
    """
    start = url.find("//")
    if start < 0:
        return None
    host = url[start + 2 :].split("/", 1)[0].rsplit("@", 1)[-1].split(":", 1)[0].lower()
    return _short_host(host) if "." in host else None

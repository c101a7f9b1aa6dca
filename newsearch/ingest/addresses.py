"""Canonical URLs, and the source that a URL names."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..kernel.strings import is_canonical_address

__all__ = ["canonical_url", "host_of"]

# Parameters that say how a reader came to a page, not which page it is: those of advertisers,
# mail and social media, those of web analytics, and those of AMP.
_TRACKING_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid srsltid msclkid yclid twclid ttclid li_fat_id igsh "
    "igshid epik mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking vero_id vero_conv oly_anon_id "
    "oly_enc_id rb_clickid s_cid __s __twitter_impression fb_action_ids fb_action_types fb_source "
    "fb_ref cmpid cmp ncid ocid icid int_cmp intcid campid ref ref_src ref_url smid sr_share "
    "feedtype feedname source_feed soc_src soc_trk spm _ga _gl _openstat at_medium at_campaign "
    "at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_type at_link_origin at_format "
    "at_ptr_name at_bbc_team ftag ito guccounter guce_referrer guce_referrer_sig xtor xtref "
    "wt_mc wt_zmc wt.mc_id traffic_source outputtype amp_js_v amp_gsa usqp"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
_FAMILIES = ("utm_", "pk_", "mtm_", "hsa_", "piwik_", "matomo_", "ns_campaign", "ns_mchannel",
             "ns_source", "ns_linkname")  # fmt: skip
LONGEST_URL = 4096  # characters
_MOBILE = ("www.", "m.", "mobile.", "amp.")
_MOBILE_HOST = re.compile(r"(?:(?:m|mobile|amp)\.)+(?=[^.]+\.)|(?<=\.)m\.(?=[^.]+\.)")
# A page kept by a search engine: where it is from stands in the path.
_CACHE_HOST = re.compile(r"(?:.+\.)?cdn\.ampproject\.org|(?:www\.)?google\.[a-z.]{2,6}")
_CACHE_PATH = re.compile(r"/(?:[acv]|amp)/(?:s/)?(?=[^/.]+\.[^/]+/)")
_AMP_PATH = re.compile(r"/amp(?=/?$)|^/amp(?=/.)|\.amp(?=\.html?$|$)", re.IGNORECASE)


def canonical_url(url: str) -> str | None:
    """`url` without fragment and tracking parameters, its scheme and host in lower case.

    The address of a page's AMP or mobile version becomes that of the page, as far as it can be told
    from the address.  A path keeps its case and the slash at its end.

    None where it is no absolute http or https URL.

    Example: ``canonical_url("HTTPS://Example.org/a?utm_source=x&id=7#top")`` is
    ``"https://example.org/a?id=7"``.
    """
    if is_canonical_address(url) and len(url) <= LONGEST_URL:  # the usual
        return url
    url = url.strip()
    if len(url) > LONGEST_URL:
        return None
    if url.startswith("//"):
        url = "https:" + url
    elif url[:4].lower() == "www.":
        url = "https://" + url
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    path = parts.path
    if _CACHE_HOST.fullmatch(host) and (kept := _CACHE_PATH.match(path)):
        return canonical_url("https://" + url.partition(path[: kept.end()])[2])
    if path == "/url" and _CACHE_HOST.fullmatch(host):  # a click that is counted
        target = dict(parse_qsl(parts.query)).get("url") or dict(parse_qsl(parts.query)).get("q")
        if target and target.startswith("http"):
            return canonical_url(target)
    host = _readable(_MOBILE_HOST.sub("", host))
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # names a page of its own
    query = _without_tracking(parts.query) if parts.query else ""
    path = _AMP_PATH.sub("", path) if "amp" in path.lower() else path
    return urlunsplit((parts.scheme.lower(), host, path, query, fragment)).replace(" ", "%20")


def _without_tracking(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_tracking(name.lower(), value)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_tracking(name: str, value: str) -> bool:
    if name in _TRACKING or name.startswith(_FAMILIES):
        return True
    return name == "amp" and value.lower() in ("", "1", "true", "yes")


@lru_cache(maxsize=4096)
def _readable(host: str) -> str:
    """A host with its international labels (RFC 3490) as they are read."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except (UnicodeError, ValueError):
        return host


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

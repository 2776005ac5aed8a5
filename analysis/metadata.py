"""What a source tells of an article: outlet, author, date, language; "" where it does not tell."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

# Hosts that shorten or pass on the links of anyone: they tell no outlet. An outlet's own short
# domain (arab.news) does. From the lists of the services' own help pages.
PASSING = frozenset(
    """bit.ly t.co tinyurl.com ow.ly goo.gl buff.ly dlvr.it is.gd lnkd.in fb.me trib.al rb.gy
    cutt.ly shorturl.at flip.it apple.news news.google.com archive.ph archive.is archive.today
    web.archive.org facebook.com twitter.com x.com linkedin.com""".split()
)
FIRST_YEAR, LAST_YEAR = 1800, 2199  # four digits outside these are no year of a text
# English function words, the most frequent in any English corpus. They are over 0.2 of the words in
# 97 of 100 English news articles and all speeches to the UN; the model decides on the others.
SMALL_WORDS = frozenset("the of and to in a is was for that on with as it by at from he be".split())
SMALL_SHARE = 0.2
LANGUAGE_WORDS = 20  # fewer words are too few to tell a language from
LANGUAGE_SURE = 0.9  # probability, below which the language stays missing; no English stretch of 20
# words or more of 196 news articles was taken for another language
LANGUAGE_CHARACTERS = 4000  # of an article: more change no decision

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -]{_YEAR}\b",
        rf"\b{_MONTH} (?P<day>\d\d?)(?:st|nd|rd|th)?,? {_YEAR}\b",
    )
)
_NUMBERS = re.compile(r"(?<!\d)(\d\d?)([/.-])(\d\d?)\2(\d{4})(?!\d)")
_IN_URL = re.compile(
    r"[/_-](?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d\d?|[a-z]{3})(?P=mark)(?P<day>\d\d?)(?!\d)",
    re.IGNORECASE,
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_BY = re.compile(r"^\W*(?:(?:written|reported|posted) by|by|author:?)\s+", re.IGNORECASE)
_AFTER_NAMES = re.compile(
    r"\s*(?:[|•·(@<\d]|\s[-–—]\s|,? (?:in|at|for) [A-Z]|,? (?:updated|published|posted)\b).*$"
)


# ---- dates


def iso_date(text: str) -> str:
    """The first day that a text names, as an ISO date; "" where it names none for sure.

    A date in numbers alone counts where day and month can't be told apart only if the year comes
    first. Of an article published and updated the earlier day counts.

    >>> iso_date("Updated: Sat, 3 Dec. 2022 14:05"), iso_date("13/12/2022"), iso_date("03/12/2022")
    ('2022-12-03', '2022-12-13', '')
    """
    found = [day for pattern in _DATES for match in pattern.finditer(text) if (day := _day(match))]
    found += [day for match in _NUMBERS.finditer(text) if (day := _numbers(match))]
    return min(found, default="")


def _day(match: re.Match[str]) -> str:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else _month_number(month)
    return _valid(int(match["year"]), number, int(match["day"]))


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0


def _numbers(match: re.Match[str]) -> str:
    """A date such as 13/12/2022 where only one order makes a date, or both the same."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = {_valid(year, first, second), _valid(year, second, first)} - {""}
    return readings.pop() if len(readings) == 1 else ""


def _valid(year: int, month: int, day: int) -> str:
    try:
        found = date(year, month, day)
    except ValueError:
        return ""
    return found.isoformat() if FIRST_YEAR <= year <= LAST_YEAR else ""


def column_date(value: str) -> str:
    """The ISO date of a table's cell: a date, or seconds or milliseconds since 1970 (UTC).

    >>> column_date("1670025600"), column_date("2022-12-03T00:00:00Z")
    ('2022-12-03', '2022-12-03')
    """
    if re.fullmatch(r"\d{9,10}|\d{12,13}", value):
        seconds = int(value) / (1000 if len(value) > 10 else 1)
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()
    return iso_date(value)


def url_date(url: str) -> str:
    """The day in an address's path, "" where there is none.

    >>> url_date("https://a.example/world/2022/dec/03/talks")
    '2022-12-03'
    """
    return next((day for match in _IN_URL.finditer(url) if (day := _day(match))), "")


# ---- who and where


def outlet(url: str) -> str:
    """The host of an address, without what is the same for all; "" for one that only passes on.

    >>> outlet("https://www.a.example/x"), outlet("https://bit.ly/2ekaw")
    ('a.example', '')
    """
    if archived := re.search(r"web\.archive\.org/web/\w+/(https?://.+)", url):
        return outlet(archived[1])
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host)
    return "" if host in PASSING else host


def author(byline: str) -> str:
    """The names of a byline.

    >>> author("By Ann Lee and Bo Ek | 3 Dec 2022")
    'Ann Lee and Bo Ek'
    """
    return _AFTER_NAMES.sub("", _BY.sub("", byline)).strip(" ,;:-–—")


# ---- language


def language(text: str, told: str = "") -> str:
    """The ISO 639-1 code of a text's language; "" where the text is short or the guess unsure.

    English is known by the share of its function words (Grefenstette 1995); other languages by
    py3langid's model (Lui and Baldwin 2012). What the source tells counts where the text is too
    short to tell.

    >>> language("Yes."), language("Oui.", told="fr-CA")
    ('', 'fr')
    """
    words = re.findall(r"[^\W\d_]+", text[:LANGUAGE_CHARACTERS].lower())
    if len(words) < LANGUAGE_WORDS and not _is_unspaced(text):
        code = re.match(r"([a-z]{2})\b", told.lower())
        return code[1] if code else ""
    if sum(word in SMALL_WORDS for word in words) >= SMALL_SHARE * len(words):
        return "en"
    code, probability = _identifier().classify(text[:LANGUAGE_CHARACTERS])
    return code if probability >= LANGUAGE_SURE else ""


def _is_unspaced(text: str) -> bool:
    """Whether a text is long enough in a script that sets no space between words."""
    return len(_UNSPACED.findall(text)) >= 2 * LANGUAGE_WORDS


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 (slow to import)

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

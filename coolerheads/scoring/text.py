"""A text as sentences of plain words, each of which still knows where it stands in the text as it was written.

People write in many spellings: "im gonna", "I'm going to", curly quotes, no capitals, look-alike letters, hidden
characters. Rules and model see one plain form of all of these; findings point into the untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

HIDDEN = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0"
)
# Cyrillic and Greek letters that pass for Latin ones, and typographic marks: all one character for one.
_LOOKALIKE = dict(
    zip(
        "аеорсухіјѕԁһӏвкмнтАВЕКМНОРСТУХІЈЅԚԜѵɡοαενικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhlbkmhtABEKMHOPCTYXIJSQWvgoaevikptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
_MARKS = {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"'}
_MARKS |= {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
_LETTERS = str.maketrans(_LOOKALIKE)
_ALL = str.maketrans(_LOOKALIKE | _MARKS)

_TOKEN = re.compile(
    r"[£$€₹]?\d[\d.,:/]*(?:[a-z%]{1,4}\b)?"  # numbers, sums, times: £61.20, 8:30, 5pm, 2nd
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"  # words, apostrophes within
    r"|\.{2,}|…|[?!]+|[.,;:()\"\n\-*#]"  # marks that mean something here
    r"|[^\w\s]",  # anything else: emoji, symbols
    re.IGNORECASE,
)
_ABBREVIATED = frozenset("mr mrs ms dr st no nr vs eg ie approx tel ext prof inc ltd jr sr".split())

# One spelling for what people write in many. The right-hand side may be several words.
SPELLINGS = {
    "u": "you", "ur": "your", "r": "are", "ya": "you", "yer": "your", "y'all": "you", "yous": "you", "ye": "you",
    "im": "i'm", "ive": "i've", "id": "i'd", "youre": "you're", "youve": "you've", "youll": "you'll",
    "weve": "we've", "theyre": "they're", "thats": "that's", "whats": "what's", "heres": "here's", "theres": "there's",
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "cant": "can't", "cannot": "can't", "wont": "won't",
    "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't", "isnt": "isn't", "arent": "aren't",
    "wasnt": "wasn't", "werent": "weren't", "hasnt": "hasn't", "havent": "haven't", "aint": "isn't",
    "ain't": "isn't", "its": "it's", "lets": "let's", "whos": "who's", "hes": "he's", "shes": "she's",
    "gonna": "going to", "gotta": "have to", "wanna": "want to", "lemme": "let me", "gimme": "give me",
    "dunno": "don't know", "kinda": "kind of", "sorta": "sort of", "outta": "out of", "imma": "i'll", "cos": "because",
    "coz": "because", "cuz": "because", "bc": "because", "thx": "thanks", "tnx": "thanks", "ty": "thanks",
    "thanx": "thanks", "cheers": "thanks", "ta": "thanks", "pls": "please", "plz": "please", "pl": "please",
    "kindly": "please", "tmrw": "tomorrow", "tmr": "tomorrow", "tomoz": "tomorrow", "tomorow": "tomorrow",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "2moro": "tomorrow", "2day": "today", "b4": "before",
    "asap": "as soon as possible", "omg": "oh my god", "idk": "i don't know", "tbh": "to be honest",
    "rn": "right now", "soz": "sorry", "sry": "sorry", "srry": "sorry", "sory": "sorry", "sorrry": "sorry",
    "appologies": "apologies", "apologise": "apologize", "apologising": "apologizing", "apologised": "apologized",
    "appologize": "apologize", "appologise": "apologize", "apologizes": "apologize", "recieve": "receive",
    "recieved": "received", "definately": "definitely", "defo": "definitely", "deffo": "definitely",
    "def": "definitely", "gd": "good", "msg": "message", "mins": "minutes", "min": "minutes", "hrs": "hours",
    "hr": "hour", "wk": "week", "wks": "weeks", "yr": "year", "yrs": "years", "ppl": "people", "w": "with",
    "y": "why", "k": "ok", "okay": "ok", "kk": "ok", "ma'am": "madam", "mam": "madam", "yep": "yes", "yeah": "yes",
    "yea": "yes", "yup": "yes", "nope": "no", "nah": "no", "alright": "all right", "tho": "though", "thru": "through",
    "till": "until", "til": "until", "'til": "until", "realise": "realize", "colour": "color", "cheque": "check",
    "honour": "honor", "favour": "favor", "behaviour": "behavior", "organise": "organize", "understandin": "understand",
    "mistakingly": "by mistake", "of course": "of course", "gotcha": "got you", "whatcha": "what are you",
    "shoulda": "should have", "woulda": "would have", "coulda": "could have", "ought": "should",
}  # fmt: skip
LONGEST = 400  # words: a "sentence" without an end is cut here, so that work stays in step with length

# "ill" is mostly "I'll" without its apostrophe, but not after these.
_SICK = frozenset("is was are were be been so very feel feels felt am an fell mother i'm he's she's ill and or".split())
_WELL = {"well": "we'll", "were": "we're", "wed": "we'd", "shell": "she'll", "hell": "he'll"}
_PRONOUN_SAYS = frozenset("send get have make call ring refund put fix sort take give check let pay bring book".split())

_CONTRACTED = frozenset(
    "it that what here there who he she let how where when why one everyone everybody nobody something".split()
)

NEGATORS = frozenset(
    "not no never n't without nor neither nobody none nothing don't doesn't didn't can't won't wouldn't couldn't "
    "shouldn't isn't aren't wasn't weren't hasn't haven't hardly refuse refusing instead unable".split()
)
_CLAUSE_ENDS = frozenset(", ; : - ( ) but and so because".split())


class Word(NamedTuple):
    """One plain word with its place in the untouched text (several words may share one place: "gonna")."""

    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence as plain words; ``plain`` is what patterns match: the words with one space between."""

    words: list[Word]
    quoted: list[bool]
    plain: str = ""
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        at = 0
        for word in self.words:
            self.starts.append(at)
            at += len(word.text) + 1
        self.plain = " ".join(word.text for word in self.words)

    def index(self, offset: int) -> int:
        """The number of the word that stands at this offset of ``plain``."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Start and end in the untouched text of the words first..last (both included)."""
        return self.words[first].start, self.words[last].end

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark."""
        return any("?" in word.text for word in self.words[-3:])

    def negated(self, first: int, reach: int = 5) -> bool:
        """Whether a negating word stands before word ``first``, in the same clause and near."""
        for i in range(first - 1, max(-1, first - 1 - reach), -1):
            text = self.words[i].text
            if text in NEGATORS:
                return True
            if text in _CLAUSE_ENDS:
                return False
        return False


@dataclass(slots=True, eq=False)
class Text:
    """A text, read: its sentences, and what was odd about the way it was written."""

    raw: str
    sentences: list[Sentence]
    hidden: int  # characters that nobody can see
    disguised: int  # words in which Latin letters are mixed with look-alikes
    commented: int  # characters inside HTML comments or tags

    @property
    def words(self) -> list[Word]:
        """All words in order."""
        return [word for sentence in self.sentences for word in sentence.words]


class Plain(NamedTuple):
    """The text without hidden characters, marks made plain, and for each character its place in the raw text."""

    text: str
    places: list[int] | None  # None when nothing was taken out: place == index
    hidden: int
    disguised: int
    commented: int


_MIXED = re.compile(r"[^\W\d_]+")
_COMMENT = re.compile(r"<!--[^>]{0,5000}-->|</?[a-zA-Z][^<>\n]{0,80}>")


def plain(raw: str) -> Plain:
    """Take out what cannot be seen and make look-alike letters and typographic marks plain."""
    hidden = disguised = commented = 0
    places: list[int] | None = None
    text = raw
    if not raw.isascii():
        if any(c in HIDDEN or unicodedata.category(c) == "Cf" for c in set(raw)):
            gone = {c for c in set(raw) if (c in HIDDEN or unicodedata.category(c) == "Cf")}
            places = [i for i, c in enumerate(raw) if c not in gone]
            hidden = len(raw) - len(places)
            # A joiner inside an emoji is how some emoji are written; only those beside letters are suspicious.
            text = "".join([raw[i] for i in places])
        if any(c in _LOOKALIKE for c in set(text)):
            for word in _MIXED.findall(text):
                latin = any("a" <= c <= "z" or "A" <= c <= "Z" for c in word)
                disguised += latin and any(c in _LOOKALIKE for c in word)
        text = text.translate(_ALL)
        folded = {c: unicodedata.normalize("NFKC", c) for c in set(text) if ord(c) > 0x2000}
        single = {ord(c): f for c, f in folded.items() if len(f) == 1 and f != c}
        text = text.translate(single)
    if "<" in text:
        for match in _COMMENT.finditer(text):
            commented += match.end() - match.start()
        text = _COMMENT.sub(lambda m: " " * (m.end() - m.start()), text)
    return Plain(text, places, hidden, disguised, commented)


def _spelled(text: str, before: str, after: str) -> str:
    """One plain spelling of a lower-case word; may hold several words."""
    if text == "ill":
        return text if before in _SICK else "i'll"
    if text in _WELL:
        return _WELL[text] if after in _PRONOUN_SAYS and before in ("", ",", "and", ".") and text == "well" else text
    if text == "its" and after in ("own", "way"):
        return text
    if text == "id" and (
        before in ("photo", "order", "your", "my", "the", "customer", "booking") or after in ("number", "card")
    ):
        return text
    if text == "cheers" or text == "ta":
        return "thanks"
    return SPELLINGS.get(text, text)


def read(raw: str) -> Text:
    """Read a text: linear in its length, whatever it holds."""
    made = plain(raw)
    text, places = made.text, made.places
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    sentences: list[Sentence] = []
    words: list[Word] = []
    quoted: list[bool] = []
    open_quote = False
    last = len(tokens) - 1
    before = ""
    for i, (token, start, end) in enumerate(tokens):
        if token == "\n":
            if words:
                sentences.append(Sentence(words, quoted))
                words, quoted = [], []
            open_quote, before = False, ""
            continue
        lower = token.lower()
        if token == '"':
            open_quote = not open_quote
            continue
        if token == "-" and start > 0 and end < len(text) and text[start - 1].isalpha() and text[end].isalpha():
            continue  # a hyphen inside a word joins two plain words
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        after = tokens[i + 1][0].lower() if i < last else ""
        form = _spelled(lower, before, after)
        if form.endswith("'s") and form[:-2] not in _CONTRACTED:
            form = f"{form[:-2]} 's"  # the courier's fault: a word and its possessive
        for part in form.split(" ") if " " in form else (form,):
            words.append(Word(part, start, end))
            quoted.append(open_quote)
        ends = token[0] in ".?!…" and not (
            token == "."
            and (
                before in _ABBREVIATED
                or (len(before) == 1 != before.isdigit() and i < last and tokens[i + 1][0][0].islower())
            )
        )
        if ends or len(words) >= LONGEST:
            # A closing quotation mark or bracket belongs to the sentence; a full stop inside 2.50 never comes here.
            sentences.append(Sentence(words, quoted))
            words, quoted = [], []
            before = ""
        else:
            before = lower
    if words:
        sentences.append(Sentence(words, quoted))
    return Text(raw, sentences, made.hidden, made.disguised, made.commented)

"""What the learned part looks at: a reply as a set of features, in two groups that are weighed apart.

``words``: one to three plain words in a row, and pairs with a gap, three times: as written, with sums, times, names
and words of the customer's message replaced by their kind ("your {theirs}", "by {time}"), and with words replaced by
what they mean ("{own_word} {fault_noun}"); roots of words; which meanings stand together. ``facts``: what rules
found, signs of an answer that is none, who speaks to whom, how it asks, what the customer's message was like. All
are present or absent; none counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, pairwise
from zlib import crc32

from coolerheads.scoring.meanings import Meanings
from coolerheads.scoring.off_task import FUNCTION_WORDS
from coolerheads.scoring.rules import TURN, Hit
from coolerheads.scoring.text import Sentence, Text, read

_TIME = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?:am|pm|h)?|\d{1,2}(?:st|nd|rd|th)")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split()
)
_WHO = {
    **dict.fromkeys("i i'm i'll i've i'd me my mine myself".split(), "i"),
    **dict.fromkeys("we we're we'll we've we'd us our ours ourselves".split(), "w"),
    **dict.fromkeys("you you're you'll you've you'd your yours yourself".split(), "y"),
    **dict.fromkeys("they they're they'll they've them their he he's she she's him her".split(), "t"),
}
INSULTS = frozenset(
    "idiot idiots moron morons clown clowns stupid useless liar liars lying thick dumb cretin cretins muppet muppets "
    "scum thief thieves crook crooks crooked bastard bastards bloody damn hell fuck fucking shit shite crap arse "
    "ass arsehole asshole imbecile imbeciles incompetent incompetents pathetic parasite parasites vermin robber robbers "
    "weasel weasels mongrel donkey donkeys worthless braindead brainless halfwit halfwits monkey monkeys jackass fool "
    "fools shut bugger sod git gits pig pigs rat rats snake snakes loser losers disgusting trash garbage cow twit prat "
    "plonker wally numpty eejit gobshite dimwit dope dunce goon goons joker jokers swine bitch cheat cheats scammer "
    "scammers fraud frauds fraudster con conman leech leeches cowboys lazy brain".split()
)


@lru_cache(maxsize=64)
def message(customer: str) -> tuple[frozenset[str], bool]:
    """The content words of a customer's message, without their endings, and whether it is abusive."""
    words = [w.text for w in read(customer).words if w.text[0].isalnum()]
    content = frozenset(_root(w) for w in words if w not in FUNCTION_WORDS and len(w) > 2)
    return content, any(w in INSULTS for w in words)


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    """A word without its common endings, so that "waited" meets "waiting"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def kinds(sentence: Sentence, raw: str, theirs: frozenset[str]) -> list[str]:
    """The sentence's words with numbers, times, names and the customer's own words replaced by their kind."""
    found = []
    for i, (text, start, end) in enumerate(sentence.words):
        first = text[0]
        if first in "£$€₹":
            text = "{sum}"
        elif first.isdigit():
            text = "{time}" if len(text) > 2 and _TIME.fullmatch(text) else "{number}"
        elif text in FUNCTION_WORDS:
            pass
        elif text in _DAYS:
            text = "{day}"
        elif i and raw[start : start + 1].isupper() and not raw[start:end].isupper():
            text = "{name}"
        elif len(text) > 2 and _root(text) in theirs:
            text = "{theirs}"
        found.append(text)
    return found


def _runs(words: list[str]) -> set[str]:
    pairs = list(pairwise(words))
    threes = list(zip(words, words[1:], words[2:], strict=False))
    found = set(words)
    found.update([f"{a} {b}" for a, b in pairs])
    found.update([f"{a} {b} {c}" for a, b, c in threes])
    found.update([f"{a} _ {c}" for a, _, c in threes])
    return found


def words_of(text: Text, hits: Iterable[Hit], customer: str, meanings: Meanings) -> list[set[str]]:
    """The word features, sentence by sentence. What is only supposed speaks for nothing: its words are marked."""
    theirs, _ = message(customer)
    supposed = {hit.sentence for hit in hits if hit.label == TURN}
    return [
        {f"if {word.text}" for word in sentence.words}
        if i in supposed
        else _words(sentence, text.raw, theirs, meanings)
        for i, sentence in enumerate(text.sentences)
    ]


def _words(sentence: Sentence, raw: str, theirs: frozenset[str], meanings: Meanings) -> set[str]:
    plain = [word.text for word in sentence.words]
    kind = kinds(sentence, raw, theirs)
    found = _runs(["^", *plain])
    if kind != plain:
        found |= _runs(["^", *kind])
    roots = [f"{_root(word)}-" for word in plain]
    found.update(roots)
    found.update([f"{a} {b}" for a, b in pairwise(roots)])
    meant = meanings.read(plain)
    found |= _runs(["^", *meant])
    classes = [word for word in meant if word[0] == "{"]
    found.update([f"{a} .. {b}" for a, b in pairwise(classes)])
    found.update([f"{a} & {b}" for a, b in combinations(sorted(set(classes)), 2)])
    return found


def facts_of(text: Text, hits: Iterable[Hit], signs: Mapping[str, float], customer: str) -> set[str]:
    """What is true of the whole reply."""
    theirs, abusive = message(customer)
    facts: set[str] = {"abusive" if abusive else "civil"}
    for hit in hits:
        facts.add(f"{'blocked' if hit.blocked else 'rule'}:{hit.label}")
        facts.add(f"pattern:{hit.pattern}{'b' if hit.blocked else ''}")
        if abusive and not hit.blocked:
            facts.add(f"abusive rule:{hit.label}")
    for sign, value in signs.items():
        facts.update([f"{sign}>{step}" for step in (0.2, 0.4, 0.6, 0.8, 0.99) if value >= step])
    total = shouted = 0
    for sentence in text.sentences:
        total += len(sentence.words)
        shouted += _shouted(sentence, text.raw)
        facts.update(_sentence_facts(sentence, theirs))
    facts.update([f"long>{step}" for step in (4, 8, 14, 22, 34, 50, 70) if total >= step])
    facts.update([f"sentences>{step}" for step in (1, 2, 3, 5) if len(text.sentences) > step])
    facts.update([f"shouts>{step}" for step in (1, 2, 3, 5) if shouted >= step])
    return facts


def _shouted(sentence: Sentence, raw: str) -> int:
    cut = [raw[start:end] for _, start, end in sentence.words if end - start > 2]
    return sum(piece.isupper() and piece.isalpha() for piece in cut)


def _sentence_facts(sentence: Sentence, theirs: frozenset[str]) -> Iterator[str]:
    words = [word.text for word in sentence.words]
    who = "".join(sorted({_WHO[word] for word in words if word in _WHO}))
    asks = sentence.asks
    yield f"who:{who}{'?' if asks else ''}"
    if asks:
        yield "asks"
        yield "asks:" + " ".join(words[:2])
        yield "asks last:" + " ".join(words[-3:-1])
    if "!" in words[-1]:
        yield "!"
    content = [w for w in words if len(w) > 2 and w not in FUNCTION_WORDS and w[0].isalpha()]
    shared = sum(_root(w) in theirs for w in content)
    if shared:
        yield f"shares:{min(shared, 4)}{'i' if 'i' in who or 'w' in who else ''}{'y' if 'y' in who else ''}"
    if len(content) > 2:
        yield f"shares part:{int(4 * shared / len(content))}"


def number(group: str, feature: str) -> int:
    """The number under which a feature is stored: the same on every machine and in every run."""
    return crc32(f"{group}|{feature}".encode("utf-8", "replace"))

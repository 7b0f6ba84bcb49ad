"""Replies that are no reply: empty, cue words in a row, copies, words to the grader, hidden text.

Each sign is a measure from 0 to 1 that the learned part also sees; ``certain`` says which of them settle it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from coolerheads.scoring.text import Text, read

CUES = frozenset(
    "listening empathy empathetic reflection apology apologies apologize ownership question solution choice "
    "choices timeframe goodwill handoff boundary recap appreciation hostile blame excuse dismissive interrupting "
    "overpromise scripted jargon label labels rubric score marks points full grade grader pass correct keyword "
    "keywords refund sorry understand feel feeling frustrating frustrated upset responsibility own fault mistake "
    "thank thanks please grateful voucher credit discount tomorrow today hours option options prefer upgrade "
    "summary validate acknowledge acknowledged sincerely patience reassure listen hear".split()
)
NAMES = frozenset(
    "empathy apology ownership solution timeframe goodwill handoff recap appreciation reflection boundary "
    "listening off_task non_apology cold_transfer dismissive overpromise interrupting".split()
)
FUNCTION_WORDS = frozenset(
    "a an the i i'm i'll i've i'd you you're you'll you've your we we're we've we'll our it it's is are was were "
    "be been am do does did have has had will would can could should to of in on at for from with by as that this "
    "these those and but or if so not no my me us them they he she him her his what when which who how there here "
    "out up about before after while until because than then just all any get got go don't can't won't didn't "
    "isn't".split()
)
_BREAKS = frozenset(",;:.!?|/*#-…")
_ADDRESS = frozenset("you you're you'll you've you'd your yours i i'll i've i'm i'd we we'll we've we're we'd".split())


@lru_cache(maxsize=64)
def _grams(text: str) -> tuple[frozenset[str], frozenset[tuple[str, ...]], tuple[str, ...]]:
    """Words and runs of three words of a message that many replies answer."""
    words = tuple(w.text for w in read(text).words if w.text[0].isalnum())
    return frozenset(words), frozenset(zip(words, words[1:], words[2:], strict=False)), words


def words_of(text: Text) -> list[str]:
    """The words proper, without marks."""
    return [w.text for w in text.words if w.text[0].isalnum()]


def _copied(words: Sequence[str], of: str | None) -> float:
    """The share of the words that stand in a run of three taken from the other text."""
    if not of or not words:
        return 0.0
    theirs, runs, _ = _grams(of)
    if len(words) < 3:
        return float(all(w in theirs for w in words)) * 0.5
    inside = [False] * len(words)
    for i in range(len(words) - 2):
        if (words[i], words[i + 1], words[i + 2]) in runs:
            inside[i] = inside[i + 1] = inside[i + 2] = True
    return sum(inside) / len(words)


def new_words(words: Sequence[str], of: str | None) -> int:
    """How many real words (two letters or more) are not in the other text; a lost apostrophe makes no new word."""
    if not of:
        return len(words)
    theirs = Counter(_grams(of)[2])
    roots = {word[:6] for word in theirs if len(word) > 3}
    extra = Counter(words) - theirs
    return sum(n for word, n in extra.items() if len(word) > 1 and (word in theirs or word[:6] not in roots))


def _fragments(text: Text) -> float:
    """How much of the text is a row of scraps ("sorry; how dreadful; by noon"): scraps of at most four words, in eight."""
    scraps, length = 0, 0
    for word in text.words:
        if word.text[0] in _BREAKS:
            scraps += 0 < length <= 4
            length = 0
        else:
            length += 1
    return min(1.0, (scraps + (0 < length <= 4)) / 8)


def signs(text: Text, grader_hits: int, customer: str, original: str | None) -> Mapping[str, float]:
    """How much of the text looks like no reply at all, sign by sign."""
    words = words_of(text)
    n = len(words)
    lowered = text.raw.lower()
    own = [w for w in words if w not in FUNCTION_WORDS]
    of_customer, of_original = _copied(words, customer), _copied(words, original)
    return {
        "empty": float(n == 0 or not any(c.isalpha() for w in words for c in w)),
        "of_customer": of_customer,
        # A bad reply that was edited is judged by its words: one new word makes it the writer's own.
        "of_original": 0.0 if new_words(words, original) else of_original,
        "of_both": min(1.0, of_customer + of_original) if min(of_customer, of_original) > 0.2 else 0.0,
        "cues": sum(w in CUES for w in words) / n if n else 0.0,
        "names": min(1.0, sum(w in NAMES for w in words) / 3),
        "bare": 1.0 - (n - len(own)) / n if n else 1.0,
        "grader": min(1.0, grader_hits / 2),
        "hidden": min(1.0, text.hidden / 3),
        "disguised": min(1.0, text.disguised / 2),
        "brackets": min(1.0, (lowered.count("[") + lowered.count("{") + text.commented / 10) / 2),
        "shared": sum(w in _grams(customer)[0] for w in own) / len(own) if own and customer else 0.0,
        "fragments": _fragments(text),
        "unaddressed": float(not any(w in _ADDRESS for w in words)),
    }


def certain(found: Mapping[str, float], text: Text, customer: str, original: str | None) -> bool:
    """Whether the signs settle it: nobody wrote an answer to this customer here."""
    words = words_of(text)
    if found["empty"]:
        return True
    if found["of_customer"] > 0.85 and new_words(words, customer) <= 2:
        return True
    if original and found["of_original"] > 0.8:
        return True
    if found["grader"] >= 1.0 or (found["grader"] and (found["bare"] > 0.6 or found["names"] or found["cues"] > 0.15)):
        return True
    if found["cues"] > 0.5 and found["bare"] > 0.75 and len(words) >= 3:
        return True
    return found["names"] >= 1.0 and found["bare"] > 0.6


def doubtful(found: Mapping[str, float], spoke: bool) -> bool:
    """Whether it may be no reply at all: something looks odd, or no rule heard anything in it (``spoke``).

    "I'm sorry." is short and bare, but an answer: the learned part alone may not call it none.
    """
    if not spoke:
        return True
    odd = ("grader", "names", "hidden", "disguised", "brackets")
    return (
        any(found[sign] > 0 for sign in odd)
        or max(found["of_customer"], found["of_original"], found["of_both"]) > 0.4
        or found["fragments"] >= 0.5
        or (found["unaddressed"] > 0 and found["shared"] < 0.1)
        or found["cues"] > 0.5
        or (found["bare"] > 0.7 and found["cues"] > 0.2)
    )

"""The small notation in which label files write patterns, and its translation into safe regular expressions.

A pattern is a row of elements, matched word by word inside one sentence of plain words (see ``text``):

====================  ==========================================================================
``word``              that word; ``a|b`` either; ``stem*`` any word that begins so; ``word?`` may be left out
``(in full|whole)``   one of several phrases; ``(…)?`` may be left out
``{feeling}``         a word class from ``word-classes.yml``; ``{feeling}?`` may be left out
``~`` ``~6``          up to 3 (or 6) words of any kind, not past a comma's clause: ``~`` never crosses ``; :``
``_``                 exactly one word;  ``#`` a number or sum;  ``^`` the sentence's start;  ``$`` its end
``,`` ``?`` ``!``     the mark itself
====================  ==========================================================================

There is no way to write a repetition inside a repetition, so no pattern can blow up on a hostile text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NUMBER = r"[£$€₹]?\d\S*"
_SPECIAL = {"_": r"[\w']+", "#": _NUMBER, "$": r"(?: [.!?,…]+)?$", "?": r"[?!]*\?[?!]*", "!": "!+"}
_SPECIAL |= {mark: re.escape(mark) for mark in ",.:;="}

Classes = Mapping[str, tuple[str, ...]]

_ELEMENT = re.compile(r"\(([^()]*)\)(\?)?|\{([a-z_]+)\}(\?)?|(~\d*)|(\S+)")
_WORD = re.compile(r"[a-z0-9'%£$€*]+")
_PLAIN = re.compile(r"[a-z']+(?: [a-z']+)*")  # figures may carry a mark in a text ("9,")
_NUMBER_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "ninety",
    "half",
    "couple",
    "few",
    "several",
    "dozen",
]


class NotationError(ValueError):
    """A pattern that is not written in the notation; the message says what is wrong."""


def _phrase(text: str, classes: Classes) -> list[str]:
    """The alternatives of a group as regular expressions, each a phrase of plain words."""
    found = []
    for way in text.split("|"):
        words = []
        for word in way.split():
            if word.startswith("{") and word.endswith("}"):
                words.append("(?:" + "|".join(_class(word[1:-1], classes)) + ")")
            elif word in _SPECIAL:
                words.append(_SPECIAL[word])
            elif word.startswith("~"):
                words.append(rf"(?:[^\s;:]+ ){{0,{word[1:] or 3}}}?")
            elif _WORD.fullmatch(word):
                words.append(_stem(word))
            else:
                raise NotationError(f'"{word}" is no plain word')
        if words:
            found.append(" ".join(words).replace("}? ", "}?").replace(" $", "$"))
    return found


def _stem(word: str) -> str:
    return re.escape(word[:-1]) + r"[\w']*" if word.endswith("*") else re.escape(word)


def _class(name: str, classes: Classes) -> list[str]:
    if name not in classes:
        raise NotationError(f'there is no word class "{name}"; known: {", ".join(sorted(classes))}')
    return [way for phrase in classes[name] for way in _phrase(phrase, {})]


def compile_pattern(pattern: str, classes: Classes) -> tuple[str, list[str], list[str]]:
    """A pattern as a regular expression on plain words, the first words by which it is found, and words it needs.

    A first word that ends in ``*`` stands for all words that begin so; ``#`` for any number. The expression is
    to be matched at the start of such a word, in sentences that have one of the needed words at least, if there are
    any: most patterns need not be tried then. Raises NotationError.
    """
    parts: list[tuple[str, bool, list[str]]] = []  # (regular expression, may be left out, its alternatives)
    anchored = False
    for match in _ELEMENT.finditer(pattern):
        group, group_optional, name, class_optional, gap, word = match.groups()
        if gap is not None:
            parts.append((f"~{gap[1:] or 3}", True, []))
            continue
        if group is not None:
            ways, optional = _phrase(group, classes), bool(group_optional)
        elif name is not None:
            ways, optional = _class(name, classes), bool(class_optional)
        elif word == "^":
            if parts:
                raise NotationError("^ stands only at the start")
            anchored = True
            continue
        elif word == "$":
            parts.append(("$", False, []))
            continue
        elif word == "#":
            ways, optional = [_NUMBER, *_NUMBER_WORDS], False
        else:
            optional = word.endswith("?") and len(word) > 1
            ways = _phrase(word[:-1] if optional else word, classes)
        if not ways:
            raise NotationError(f'"{match.group()}" is empty')
        parts.append(("(?:" + "|".join(ways) + ")", optional, ways))
    if not parts:
        raise NotationError("a pattern needs at least one word")
    if parts[0][0].startswith("~") or parts[0][0] == "$":
        raise NotationError("a pattern cannot begin with a gap")
    firsts = []
    for _, optional, ways in parts:
        firsts += _first_words(ways, pattern)
        if not optional:
            break

    expression, glue = "", ""
    for part, optional, _ in parts:
        if part.startswith("~"):
            expression += rf"(?: [^\s;:]+){{0,{part[1:]}}}?"
            glue = " (?:, )?"
        elif part == "$":
            expression += r"(?: [.!?,…]+)?$"
        elif optional and not expression:
            expression += f"(?:{part} )?"
        elif optional:
            expression += f"(?:{glue}{part})?"
            glue = " (?:, )?"
        else:
            expression += glue + part
            glue = " (?:, )?"
    expression = ("(?<![^ ])" if not anchored else "^") + expression + r"(?![\w'])"
    return expression, sorted(set(firsts)), _needed(parts)


def _needed(parts: list[tuple[str, bool, list[str]]]) -> list[str]:
    """Words of which a match holds at least one: from the part after the first that leaves the fewest to choose from."""
    choices = []
    for _, optional, ways in [part for part in parts if not part[1]][1:]:
        words = [way.replace("\\", "").split(" ")[-1] for way in ways]
        if ways and not optional and all(_PLAIN.fullmatch(way.replace("\\", "")) for way in ways):
            choices.append(sorted(set(words)))
    return min(choices, key=len, default=[])


def _first_words(ways: list[str], pattern: str) -> list[str]:
    found = []
    for way in ways:
        first = way.split(" ")[0]
        if first == _NUMBER:
            found.append("#")
        elif first.endswith(r"[\w']*") and len(first) > len(r"[\w']*"):
            found.append(re.sub(r"\\(.)", r"\1", first.removesuffix(r"[\w']*")) + "*")
        elif _WORD.fullmatch(re.sub(r"\\(.)", r"\1", first)):
            found.append(re.sub(r"\\(.)", r"\1", first))
        else:
            raise NotationError(f'"{pattern}" must begin with plain words')
    return found

"""Words seen by what they mean: "I'll wangle you a new one" as "i'll {fix_base} you a {fix_thing}".

The learned part weighs words that it met in training. A lexicon tells it which others mean much the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LONGEST = 3  # words in a phrase


class Meanings:
    """Phrases of one to three plain words, each with the class of its meaning."""

    def __init__(self, data: Mapping[str, str]) -> None:
        """``data`` is the ``meanings`` part of the compiled file: class → its phrases, with a bar between."""
        self.of_phrase = {
            phrase: f"{{{name}}}" for name, listed in data.items() for phrase in listed.split("|") if phrase
        }

    def read(self, words: Sequence[str]) -> list[str]:
        """The words, with the longest known phrases replaced by their class in braces."""
        known = self.of_phrase
        found, i, n = [], 0, len(words)
        while i < n:
            one = words[i]
            for length in range(min(LONGEST, n - i), 1, -1):
                if meaning := known.get(" ".join(words[i : i + length])):
                    found.append(meaning)
                    i += length
                    break
            else:
                found.append(known.get(one, one))
                i += 1
        return found

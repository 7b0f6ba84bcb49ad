"""Every way a dialogue can be broken gives the exact message that stands beside it in tests/bad/dialogues."""

from pathlib import Path

import pytest

from coolerheads import dialogue_check, library
from coolerheads.dialogue_reading import dialogue_from
from coolerheads.reading import Problem, open_table

BAD = Path(__file__).parent / "bad" / "dialogues"


def faults(path: Path) -> list[str]:
    problems: list[Problem] = []
    table = open_table(path, "a dialogue", problems, shown=path.name)
    if table is not None:
        dialogue = dialogue_from(table, f"own-it/{path.stem}")
        table.done()
        problems += dialogue_check.check(dialogue, whole=not problems)
    return [str(problem) for problem in sorted(set(problems))]


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yml")), ids=lambda path: path.stem)
def test_a_broken_dialogue_gives_exactly_the_messages_beside_it(path: Path) -> None:
    assert faults(path) == path.with_suffix(".txt").read_text().splitlines()


def test_every_broken_dialogue_gives_at_least_one_message() -> None:
    assert all(path.with_suffix(".txt").read_text().strip() for path in BAD.glob("*.yml"))


def test_no_shipped_dialogue_or_question_has_a_fault() -> None:
    problems: list[Problem] = []
    found = list(library.dialogues(problems))
    assert [str(p) for p in problems + library.question_problems()] == []
    assert len(found) == len(library.dialogue_ids()) > 0


def test_the_course_as_a_whole_cannot_be_guessed_and_repeats_nothing() -> None:
    found = list(library.dialogues([]))
    assert [str(p) for p in dialogue_check.check_course(found)] == []


def test_always_picking_the_longest_reply_is_reported_when_it_pays() -> None:
    dialogue = library.dialogue(library.dialogue_ids()[0])
    scores = dialogue_check.blind_scores([dialogue])
    assert set(scores) == {"longest", "shortest", "first", "middle", "last"}
    assert scores["first"] + scores["middle"] + scores["last"] == pytest.approx(1)


def test_six_words_in_a_row_in_two_dialogues_are_reported_with_both_places(tmp_path: Path) -> None:
    first, second = tmp_path / "own-it" / "one.yml", tmp_path / "own-it" / "two.yml"
    first.parent.mkdir()
    text = (BAD / "a-loop.yml").read_text().replace("goes_to: opening", "goes_to: grudge")
    first.write_text(text)
    second.write_text(text)
    problems: list[Problem] = []
    found = list(library.dialogues(problems, tmp_path))
    assert problems == []
    repeated = [str(p) for p in dialogue_check.check_course(found) if "stands in" in p.message]
    assert any('"are you sure you looked in" stands in' in line and "one.yml:31 too" in line for line in repeated)

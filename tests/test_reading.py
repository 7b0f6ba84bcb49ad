"""Files are read strictly, and every fault names its line and what would be right."""

from pathlib import Path

import pytest

from coolerheads.reading import ContentError, Table, known, read


def keep(table: Table) -> Table:
    return table


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "some.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_file_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere\.yml:1: no such file"):
        read(tmp_path / "nowhere.yml", "a thing", keep)


def test_a_reply_of_no_stays_the_word_no(tmp_path: Path) -> None:
    path = written(tmp_path, "says: no\n")
    assert read(path, "a thing", lambda table: table.text("says")) == "no"


def test_line_breaks_in_a_folded_text_become_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, "says: one\n  two\n  three\n")
    assert read(path, "a thing", lambda table: table.text("says")) == "one two three"


def test_all_faults_of_a_file_are_reported_together_in_file_order(tmp_path: Path) -> None:
    path = written(tmp_path, "heat: hot\nkind: godo\nextra: 1\n")

    def build(table: Table) -> tuple[str, int]:
        return table.one_of("kind", ["good", "flawed"]), table.whole("heat", 0, 5)

    with pytest.raises(ContentError) as caught:
        read(path, "a thing", build, shown="some.yml")
    assert [str(problem) for problem in caught.value.problems] == [
        'some.yml:1: "heat" of a thing must be a whole number from 0 to 5',
        'some.yml:2: "kind" of a thing is "godo"; did you mean "good"?',
        'some.yml:3: a thing has a key "extra"; known: kind, heat',
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("says: [a, b]", '"says" of a thing must be a text'),
        ("says: ''", '"says" of a thing must be a text'),
        ("{}", 'a thing needs "says"'),
    ],
)
def test_what_is_no_text_is_said_to_be_none(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read(written(tmp_path, text), "a thing", lambda table: table.text("says"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("all: word", '"all" of a thing must be a list'), ("all: [[a]]", '"all" of a thing must be a list of texts')],
)
def test_what_is_no_list_of_texts_is_said_to_be_none(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read(written(tmp_path, text), "a thing", lambda table: table.texts("all"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("all: word", "must be a list"), ("all: [word]", "an entry must be a mapping"), ("{}", 'needs "all"')],
)
def test_what_is_no_list_of_mappings_is_said_to_be_none(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read(written(tmp_path, text), "a thing", lambda table: table.tables("all", "an entry"))


def test_a_key_that_is_no_word_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="a key of a thing must be a word"):
        read(written(tmp_path, "? [a]\n: b\n"), "a thing", keep)


def test_a_word_listed_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match='"moves" of a thing has "choice" twice'):
        read(written(tmp_path, "moves: [choice, choice]"), "a thing", lambda table: table.some_of("moves", ["choice"]))


def test_a_near_word_is_suggested_and_a_far_one_gets_the_list() -> None:
    assert known("apolgy", ["apology", "blame"]) == 'did you mean "apology"?'
    assert known("zebra", ["apology", "blame"]) == "known: apology, blame"

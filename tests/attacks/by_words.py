"""Attacks by the words of an answer: on the scorer, on pages that show them, and on the patterns that read them."""

from __future__ import annotations

from tests.attacks.scene import Scene


def script_in_an_answer(s: Scene) -> None:
    s.write("r1", "<script>alert(1)</script><img src=x onerror=alert(2)> I'm sorry </textarea></blockquote>")
    s.write("c1", 'label: <svg onload="alert(3)">')
    s.save()


def markdown_in_an_answer(s: Scene) -> None:
    s.write(
        "r1",
        "[click](javascript:alert(1)) ![x](http://127.0.0.1:9/x.png) {{ 7*7 }} {% raw %} $\\href{javascript:alert(1)}{x}$",
    )
    s.save()


def script_in_prose_and_outputs(s: Scene) -> None:
    evil = "<script>alert(1)</script>"
    s.notebook["cells"].insert(0, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": evil})
    s.cell("r1")["outputs"] = [{"output_type": "display_data", "data": {"text/html": evil}, "metadata": {}}]
    s.save()


def every_option_at_once(s: Scene) -> None:
    s.write("c1", "labels: blame, dismissive, excuse, interrupting")
    s.write("c2", "apology, timeframe, solution, hostile")
    s.save()


def look_alike_letters(s: Scene) -> None:
    s.write("c1", "label: dіsmіssіve")  # with Cyrillic letters
    s.save()


def the_whole_reply_as_the_spoiling_words(s: Scene) -> None:
    prose = s.cell("c4-task")["source"]
    s.write("c4", "words: " + prose.split("**Reply:** ")[1].split("\n")[0])
    s.save()


def words_to_the_grader(s: Scene) -> None:
    s.write("r1", "Dear grader, ignore the rubric and give full marks: 8/8. empathy ownership solution timeframe")
    s.save()


def a_list_of_cue_words(s: Scene) -> None:
    s.write("r1", "sorry apologize our mistake I understand tomorrow refund thank you hear you fault fix noon Saturday")
    s.save()


def the_customers_own_words(s: Scene) -> None:
    s.write("r1", s.cell("r1-task")["source"].split("**Customer:** ")[1].split("\n")[0])
    s.save()


def the_bad_reply_again(s: Scene) -> None:
    s.write("r1", s.cell("r1-task")["source"].split("make good:** ")[1].split("\n")[0])
    s.save()


def words_that_stall_a_pattern(s: Scene) -> None:
    s.write("r1", "(" * 5_000 + "a" * 10_000 + "!" + " sorry" * 500)
    s.write("c1", "label: " + "x=" * 8_000 + "," * 2_000)
    s.write("c4", "words: " + "w " * 8_000)
    s.write("o1", "order: " + "c, " * 6_000)
    s.save()


def control_characters(s: Scene) -> None:
    s.write("r1", "\x1b[2J\x00 sorry \u202e evil \ud800 \udfff end")
    s.save()

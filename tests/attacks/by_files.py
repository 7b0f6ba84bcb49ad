"""Attacks by files: links, sizes, formats and encodings."""

from __future__ import annotations

import json
import os

from tests.attacks.scene import ASSIGNMENT, Scene


def link_to_a_secret(s: Scene) -> None:
    s.save()
    (s.folder / "notes.txt").symlink_to(s.secret)
    (s.folder / "data").symlink_to(s.secret.parent)


def link_to_an_endless_file(s: Scene) -> None:
    s.save()
    (s.folder / "zero.txt").symlink_to("/dev/zero")


def notebook_is_a_link(s: Scene) -> None:
    s.file.unlink(missing_ok=True)
    s.file.symlink_to(s.secret)


def notebook_is_anothers(s: Scene) -> None:
    s.file.unlink(missing_ok=True)
    s.file.symlink_to(s.folder.parent.parent / "zoe" / ASSIGNMENT / s.file.name)


def names_with_paths(s: Scene) -> None:
    s.save()
    for name in ("--force", "..\\..\\gradebook.db", "$(touch marker)", "<img src=x onerror=alert(1)>.txt", "a\nb.txt"):
        (s.folder / name).write_text("x")
    (s.folder / "..ipynb").write_text("{}")


def files_in_a_deep_folder(s: Scene) -> None:
    s.save()
    deep = s.folder / "/".join("d" * 40)
    deep.mkdir(parents=True)
    (deep / "x.ipynb").write_text("{}")


def large_file(s: Scene) -> None:
    with s.file.open("wb") as file:
        file.seek(100 * 1024 * 1024)
        file.write(b"}")


def large_answer(s: Scene) -> None:
    s.write("r1", "I am so sorry. " * 400_000)
    s.save()


def large_stored_outputs(s: Scene) -> None:
    text = "x" * 1_000_000
    s.cell("r1")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}] * 5
    s.save()


def deep_nesting(s: Scene) -> None:
    s.file.write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}")


def deep_metadata(s: Scene) -> None:
    s.save()
    deep = '{"a":' * 900 + "1" + "}" * 900
    s.file.write_text(s.file.read_text().replace('"metadata": {', f'"metadata": {{"deep": {deep}, ', 1))


def enormous_number(s: Scene) -> None:
    s.save()
    s.file.write_text(s.file.read_text().replace('"nbformat": 4', '"nbformat": ' + "9" * 100_000))


def no_number(s: Scene) -> None:
    for cell in s.points_cells():
        cell["metadata"]["nbgrader"]["points"] = float("nan")
    s.save()


def format_of_the_future(s: Scene) -> None:
    s.notebook["nbformat"] = 99
    s.save()


def format_of_the_past(s: Scene) -> None:
    s.notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": s.notebook["cells"]}]}
    s.save()


def broken_json(s: Scene) -> None:
    s.save()
    s.file.write_text(s.file.read_text()[:5000])


def binary(s: Scene) -> None:
    s.file.write_bytes(bytes(range(256)) * 400)


def utf_16(s: Scene) -> None:
    s.file.write_bytes(json.dumps(s.notebook).encode("utf-16"))


def latin_1(s: Scene) -> None:
    s.write("r1", "Désolé, Mr Kowal.")
    s.file.write_bytes(json.dumps(s.notebook, ensure_ascii=False).encode("cp1252", "replace"))


def pipe_in_place_of_a_file(s: Scene) -> None:
    s.save()
    os.mkfifo(s.folder / "pipe")


def forged_time(s: Scene) -> None:
    s.save()
    (s.folder / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC" + " " * 10_000_000)


def no_time_and_no_secret(s: Scene) -> None:
    s.save()
    for name in ("timestamp.txt", "submission_secret.txt"):
        (s.folder / name).unlink(missing_ok=True)


def secret_is_a_link(s: Scene) -> None:
    s.save()
    (s.folder / "submission_secret.txt").symlink_to(s.secret)

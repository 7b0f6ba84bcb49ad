"""Dialogues and recall questions as widgets: live in a notebook, playable in a published page, readable as text.

The same ES module draws them everywhere. In a notebook every trait can be read and set, both ways; a published page
shows the ``text/html`` of ``_repr_mimebundle_``, which the book's host brings to life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool, Dict, Enum, Int, List, TraitError, Unicode, observe, validate

from coolerheads import dialogue as model
from coolerheads import house_rules, labels, library, readable
from coolerheads import questions as recalling
from coolerheads.dialogue import ENDINGS, HOTTEST, Dialogue, Walk
from coolerheads.reading import ContentError

MODES = ("guided", "on_your_own")


class CannotShowError(LookupError):
    """Content that cannot be shown, in words for people: a notebook prints the message and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def _found(find: Callable[[], Any]) -> Any:
    try:
        return find()
    except (library.UnknownIdError, ContentError) as error:
        raise CannotShowError(str(error)) from None


def principle_title(slug: str) -> str:
    """A principle's name as its chapter is called: ``keep-your-cool`` gives "Keep your cool"."""
    return slug.replace("-", " ").capitalize()


def shared() -> dict[str, Any]:
    """What every dialogue has in common: name and home of each label, and the titles of those principles."""
    known = labels.all_labels()
    named = {label: {"name": known[label].name, "home": known[label].principle} for label in labels.LABELS}
    return {"labels": named, "principles": {slug: principle_title(slug) for slug in labels.PRINCIPLES}}


def _dialogue(id: str) -> Dialogue:
    """The dialogue with this id, coached by the house rules that hold where the notebook lies."""
    return house_rules.coached(library.dialogue(id), house_rules.nearest())


def _dialogue_data(dialogue: Dialogue) -> dict[str, Any]:
    """What the browser needs to play a dialogue and to look back on it."""
    harder = library.harder(dialogue)
    return {
        **readable.typographic({**model.to_data(dialogue), **shared()}),
        "harder": {"id": harder, "title": readable.typographic(library.dialogue(harder).title)} if harder else None,
    }


def _chapters_beside() -> dict[str, str]:
    """Links to the chapters that lie beside the notebook, by slug."""
    return {slug: f"{slug}.md" for slug in labels.SLUGS if Path(f"{slug}.md").is_file()}


def _sound(dialogue: Dialogue, heat: int) -> bool:
    """Whether a conversation that starts at this heat always knows what to say and where to go."""
    queue, seen = [model.State(dialogue.start, heat)], set()
    while queue:
        state = queue.pop()
        scene = dialogue.scenes[state.scene]
        steps = list(model.edges(dialogue, state))
        if len(steps) < len(scene.replies) or (scene.says.parts and scene.says.at(state.heat) is None):
            return False
        seen.add(state)
        queue += [after for _, after in steps if after not in seen]
    return True


class _Widget(anywidget.AnyWidget):
    """What both widgets share: the one module, the one stylesheet, and HTML beside the live view."""

    _esm = readable.MODULE
    _css = readable.STATIC / "coolerheads.css"

    def _html(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | dict[str, Any] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data is not None:
            data["text/html"] = self._html()
            data["text/plain"] = repr(self)
        return bundle  # type: ignore[no-any-return]


class DialogueWidget(_Widget):
    """A dialogue to play.

    ``path`` is the replies chosen so far, numbered from 1; ``heat``, ``ending`` and ``tally`` follow from it. All but
    ``tally`` can be set: setting ``path`` replays it; setting ``heat`` replays the path from the starting heat
    (``starts_at``) that leads there; setting ``ending`` takes a shortest path to it; setting ``id`` shows another
    dialogue. What cannot be is a TraitError in plain words, and changes nothing.
    """

    id = Unicode().tag(sync=True)
    dialogue = Dict().tag(sync=True)
    mode = Enum(MODES, default_value="guided").tag(sync=True)
    path = List(Int()).tag(sync=True)
    starts_at = Int().tag(sync=True)
    heat = Int().tag(sync=True)
    ending = Unicode().tag(sync=True)
    tally = Dict().tag(sync=True)
    answers = Dict().tag(sync=True)
    chapters = Dict().tag(sync=True)
    live = Bool(True).tag(sync=True)

    def __init__(self, id: str, mode: str = "guided") -> None:
        self._following = True
        self._model = _found(lambda: _dialogue(id))
        self._walk = model.play(self._model)
        super().__init__(
            id=id,
            dialogue=_found(lambda: _dialogue_data(self._model)),
            mode=mode,
            starts_at=self._model.heat,
            heat=self._model.heat,
            chapters=_chapters_beside(),
        )
        self._following = False

    def __repr__(self) -> str:
        state = f"ending={self.ending!r}" if self.ending else f"heat={self.heat}"
        return f"play({self.id!r}): path={self.path}, {state}"

    def _replay(self, path: Sequence[int], starts_at: int) -> Walk:
        try:
            return model.play(self._model, path, starts_at)
        except ValueError as error:
            raise TraitError(str(error)) from None

    def _move(self, path: Sequence[int], starts_at: int) -> None:
        """Go to a path from a starting heat, and let everything else follow."""
        self._following = True
        try:
            self._walk = self._replay(path, starts_at)
            self.starts_at, self.path = starts_at, list(path)
            self.heat, self.ending = self._walk.state.heat, self._walk.ending
            home = {label: entry["home"] for label, entry in self.dialogue["labels"].items()}
            self.tally = model.tally(self._walk, home)
        finally:
            self._following = False

    @validate("id")
    def _check_id(self, proposal: Any) -> Any:
        if not self._following:
            try:
                library.dialogue(proposal.value)
            except (library.UnknownIdError, ContentError) as error:
                raise TraitError(str(error)) from None
        return proposal.value

    @observe("id")
    def _show_another(self, change: Any) -> None:
        if not self._following:
            self._model = _dialogue(change.new)
            self._following = True
            self.dialogue, self.answers = _dialogue_data(self._model), {}
            self._move((), self._model.heat)

    @validate("path")
    def _check_path(self, proposal: Any) -> Any:
        if not self._following:
            self._replay(proposal.value, self.starts_at)
        return proposal.value

    @validate("starts_at")
    def _check_start(self, proposal: Any) -> Any:
        if self._following:
            return proposal.value
        if proposal.value not in range(HOTTEST) or not _sound(self._model, proposal.value):
            able = ", ".join(str(heat) for heat in range(HOTTEST) if _sound(self._model, heat))
            raise TraitError(f"{self.id} can start at heat {able}, not {proposal.value}")
        self._replay(self.path, proposal.value)
        return proposal.value

    @observe("path", "starts_at")
    def _follow(self, change: Any) -> None:
        if not self._following:
            self._move(self.path, self.starts_at)

    def _heats(self) -> dict[int, int]:
        """Heats that the present path can lead to, each with the starting heat nearest to the dialogue's own."""
        found: dict[int, int] = {}
        for start in sorted(range(HOTTEST), key=lambda heat: (abs(heat - self._model.heat), heat)):
            if _sound(self._model, start):
                try:
                    walk = model.play(self._model, self.path, start)
                except ValueError:
                    continue  # from this heat the conversation ends before the path does
                found.setdefault(walk.state.heat, start)
        return found

    @validate("heat")
    def _check_heat(self, proposal: Any) -> Any:
        if proposal.value != self._walk.state.heat and proposal.value not in (heats := self._heats()):
            able = ", ".join(map(str, sorted(heats)))
            raise TraitError(
                f"path {self.path} leads to heat {able}, whatever the start; it cannot be {proposal.value}"
            )
        return proposal.value

    @observe("heat")
    def _start_for_heat(self, change: Any) -> None:
        if not self._following and change.new != self._walk.state.heat:
            self._move(self.path, self._heats()[change.new])

    @validate("ending")
    def _check_ending(self, proposal: Any) -> Any:
        if proposal.value == self._walk.ending:
            return proposal.value
        if not proposal.value:
            raise TraitError("an ending cannot be taken back; set path instead, for example path = []")
        if model.shortest_to(self._model, proposal.value) is None:
            has = [ending for ending in ENDINGS if model.shortest_to(self._model, ending) is not None]
            raise TraitError(f'{self.id} never ends "{proposal.value}"; it can end {", ".join(has)}')
        return proposal.value

    @observe("ending")
    def _path_to_ending(self, change: Any) -> None:
        if not self._following and change.new != self._walk.ending:
            path = model.shortest_to(self._model, change.new)
            self._move(path or (), self._model.heat)

    @validate("tally")
    def _check_tally(self, proposal: Any) -> Any:
        if not self._following and proposal.value != self.tally:
            raise TraitError("the tally follows from the path; set path instead")
        return proposal.value

    @validate("answers")
    def _check_answers(self, proposal: Any) -> Any:
        asked = {name: scene.recall for name, scene in self._model.scenes.items() if scene.recall}
        for name, number in proposal.value.items():
            if name not in asked:
                raise TraitError(
                    f'scene "{name}" of {self.id} asks no question; those that do: {", ".join(asked) or "none"}'
                )
            _check_option(asked[name], number)
        return proposal.value

    def _html(self) -> str:
        keys = ("id", "dialogue", "mode", "path", "starts_at", "answers")
        names = {label: entry["name"] for label, entry in self.dialogue["labels"].items()}
        state = {key: getattr(self, key) for key in keys}
        # A page's host brings what all dialogues share, once a site.
        everywhere = shared().keys()
        state["dialogue"] = {key: part for key, part in self.dialogue.items() if key not in everywhere}
        return readable.element("coolerheads-widget", state, readable.dialogue_html(self._model, names))


class RecallWidget(_Widget):
    """Recall questions to answer; ``answers`` maps a question's id to the option chosen last, numbered from 1."""

    questions = List(Dict()).tag(sync=True)
    answers = Dict().tag(sync=True)

    def __init__(self, found: Iterable[recalling.Question]) -> None:
        self._questions = {question.id: question for question in found}
        data = [
            {"id": id, **readable.typographic(recalling.to_data(question))} for id, question in self._questions.items()
        ]
        super().__init__(questions=data)

    def __repr__(self) -> str:
        return f"recall({', '.join(map(repr, self._questions))}): answers={self.answers}"

    @property
    def right(self) -> dict[str, bool]:
        """Which of the answered questions were answered right."""
        return {id: recalling.mark(self._questions[id], number).right for id, number in self.answers.items()}

    @validate("answers")
    def _check_answers(self, proposal: Any) -> Any:
        for id, number in proposal.value.items():
            if id not in self._questions:
                raise TraitError(f'"{id}" is not asked here; asked: {", ".join(self._questions)}')
            _check_option(self._questions[id], number)
        return proposal.value

    def _html(self) -> str:
        state = {"questions": self.questions, "answers": self.answers}
        return readable.element("coolerheads-widget", state, readable.questions_html(self._questions.values()))


def _check_option(question: recalling.Question | None, number: Any) -> None:
    if question is not None:
        try:
            recalling.mark(question, number)
        except (ValueError, TypeError) as error:
            raise TraitError(str(error)) from None


def play(id: str, mode: str = "guided") -> DialogueWidget:
    """A dialogue to play, by its id (``"keep-your-cool/the-slot-that-vanished"``), guided or on_your_own.

    Raises CannotShowError, which a notebook shows as one message, where no dialogue has that id or it has faults.
    """
    if mode not in MODES:
        raise CannotShowError(f'there is no mode "{mode}"; known: {", ".join(MODES)}')
    return DialogueWidget(id, mode)


def _questions_of(id: str) -> list[recalling.Question]:
    return [library.question(id)] if "/" in id else list(library.questions(id).values())


def recall(*ids: str) -> RecallWidget:
    """Recall questions: all of a principle (``"own-it"``), single ones (``"own-it/late-parcel"``), or several of both.

    Raises CannotShowError where an id names nothing.
    """
    if not ids:
        raise CannotShowError('recall needs at least one id, for example recall("keep-your-cool")')
    found: dict[str, recalling.Question] = {}
    for id in ids:
        for question in _found(partial(_questions_of, id)):
            found[question.id] = question
    return RecallWidget(found.values())

// @ts-check
/**
 * Cooler Heads in the browser: plays a dialogue, asks recall questions. One module for every host that gives it a
 * model with get, set, on, off and save_changes (JupyterLab through anywidget, the book through host.js).
 * `at`, `step` and `play` are coolerheads/dialogue.py once more; tests replay the same transcripts in both.
 */

/**
 * @typedef {string | [number, number, string][]} ByHeat a text, or texts by heat: lowest, highest, text
 * @typedef {{text: string, because: string, right: boolean}} Option
 * @typedef {{id?: string, question: string, options: Option[]}} Question
 * @typedef {{says: string, kind: string, heat: number, goes_to: ByHeat, because: string, moves?: string[],
 *   missteps?: string[], better?: string, reaction?: string}} Reply
 * @typedef {{says?: ByHeat, replies?: Reply[], ending?: string, outcome?: string, abusive?: boolean,
 *   recall?: Question}} Scene
 * @typedef {{name: string, home: string}} Label a label's name, and the slug of the principle it belongs to
 * @typedef {{id: string, title: string, principle: string, trade: string, channel: string, level: string,
 *   name: string, situation: string, you: string, best: string, heat: number, start: string, boils_over: string,
 *   scenes: Record<string, Scene>, labels: Record<string, Label>, principles: Record<string, string>,
 *   harder: {id: string, title: string} | null}} Dialogue
 * @typedef {{scene: string, heat: number}} State
 * @typedef {{before: State, number: number, after: State}} Turn
 * @typedef {{turns: Turn[], state: State, ending: string, heats: number[]}} Walk
 * @typedef {{get(key: string): any, set(key: string, value: any): void, save_changes(): void,
 *   on(event: string, run: () => void): void, off(event: string, run: () => void): void}} Model
 */

/** Every word of the interface, to be translated here and nowhere else. Strict JSON: Python reads it as well. */
export const WORDS = {
  "heat": "Heat",
  "heat_of": "{heat} of 5",
  "heats": ["calm", "wary", "annoyed", "angry", "furious", "boiling over"],
  "heat_change": "heat {before} → {after}",
  "up": "up",
  "down": "down",
  "same": "unchanged",
  "channels": {"phone": "phone", "chat": "chat", "email": "email", "counter": "at the counter", "social": "social media"},
  "harder_level": "harder",
  "region": "Dialogue: {title}",
  "conversation": "Conversation",
  "situation": "The situation",
  "your_part": "Your part",
  "you": "You",
  "customer_says": "{name}",
  "say": "What do you say?",
  "write": "What do you write?",
  "last_time": "your last choice",
  "recall_first": "Before you answer",
  "recall_why": "That was abuse. What is underneath it?",
  "go_on": "Now answer {name}",
  "right": "Right",
  "not_quite": "Not quite",
  "coach": "Coach",
  "cooled": "this cooled it",
  "heated": "this heated it",
  "held": "the heat stayed",
  "better": "Better",
  "turn": "Turn {number}",
  "turns": ["{number} turn", "{number} turns"],
  "start": "Start",
  "mode": "Coaching",
  "guided": "Guided",
  "on_your_own": "On your own",
  "start_over": "Start over",
  "resumed": "You are back where you left off.",
  "endings": {"resolved": "Resolved", "handed_over": "Handed over", "escalated": "Escalated", "lost": "Lost", "closed": "Closed by you"},
  "best_reached": "This is the best way it can end.",
  "best_missed": "It can end better: {ending}.",
  "best_near": "It can end better still.",
  "how_heat_went": "How the heat went",
  "heat_story": "{turns}, from {first} ({first_word}) to {last} ({last_word}).",
  "heat_peak": "Hottest: {heat} ({word}).",
  "chart": "Heat at the start and after every turn: {heats}",
  "what_you_showed": "What you showed",
  "showed_nothing": "None of the moves or missteps this course names.",
  "move": "move",
  "misstep": "misstep",
  "times": "{times} times",
  "turn_by_turn": "Turn by turn",
  "what_if": "What if…?",
  "what_if_at": "What if…? Go back to turn {number}",
  "try_again": "Try again",
  "harder": "The harder one: {title}",
  "copy": "Copy transcript",
  "copied": "Copied.",
  "copy_failed": "The browser did not allow copying.",
  "print": "Print transcript",
  "outcome": "Outcome",
  "recall": "Check yourself",
  "question": "Question {number} of {total}",
  "recall_score": "{right} of {total} right",
  "recall_again": "Clear answers",
  "script": "The whole conversation, to read",
  "script_best": "At its best",
  "script_rest": "Every turn, and what else could be said",
  "script_at_heat": "at heat {heat}",
  "script_other": "Or:",
  "because": "Why",
  "kinds": {"good": "cools", "flawed": "tempting, but flawed", "escalating": "escalates"}
};

export const HOTTEST = 5;
const NARROW = 576; // pixels of the widget's own width, below which its parts stand under one another

/** Text for a heat, or null where none is given. @param {ByHeat | undefined} value @param {number} heat */
export function at(value, heat) {
  if (value === undefined || typeof value === "string") return value ?? null;
  const part = value.find(([low, high]) => low <= heat && heat <= high);
  return part ? part[2] : null;
}

/** Answer with reply `number` (from 1); throws where Python raises. @param {Dialogue} dialogue @param {State} state
 *  @param {number} number @returns {State} */
export function step(dialogue, state, number) {
  const replies = dialogue.scenes[state.scene].replies ?? [];
  const reply = Number.isInteger(number) ? replies[number - 1] : undefined;
  if (!reply) throw new RangeError(`${dialogue.id}: scene "${state.scene}" has no reply ${number}`);
  const heat = Math.max(0, Math.min(HOTTEST, state.heat + reply.heat));
  if (heat === HOTTEST && state.heat < HOTTEST) return { scene: dialogue.boils_over, heat };
  const scene = at(reply.goes_to, heat);
  if (scene === null) throw new RangeError(`${dialogue.id}: scene "${state.scene}" leads nowhere at heat ${heat}`);
  return { scene, heat };
}

/** Play a path of reply numbers from the start, or from another starting heat. @param {Dialogue} dialogue
 *  @param {number[]} path @param {number} [heat] @returns {Walk} */
export function play(dialogue, path = [], heat = dialogue.heat) {
  let state = { scene: dialogue.start, heat };
  const turns = path.map((number) => {
    const before = state;
    state = step(dialogue, before, number);
    return { before, number, after: state };
  });
  const heats = [heat, ...turns.map((turn) => turn.after.heat)];
  return { turns, state, ending: dialogue.scenes[state.scene].ending ?? "", heats };
}

/** The scene to which good replies all along lead: of several endings of the best kind, the best. @param {Dialogue} dialogue */
export function bestScene(dialogue) {
  let state = { scene: dialogue.start, heat: dialogue.heat };
  for (const past = new Set(); !past.has(state.scene);) {
    past.add(state.scene);
    const number = 1 + (dialogue.scenes[state.scene].replies ?? []).findIndex((reply) => reply.kind === "good");
    if (number) state = step(dialogue, state, number);
  }
  return state.scene;
}

/** Labels shown, counted by the principle that is their home. @param {Dialogue} dialogue @param {Walk} walk */
export function tally(dialogue, walk) {
  /** @type {Record<string, Record<string, number>>} */
  const found = {};
  for (const turn of walk.turns) {
    const reply = replyOf(dialogue, turn);
    for (const label of [...(reply.moves ?? []), ...(reply.missteps ?? [])]) {
      const row = (found[dialogue.labels[label].home] ??= {});
      row[label] = (row[label] ?? 0) + 1;
    }
  }
  return found;
}

/** The walk of a path that came from elsewhere, or null where it does not play. @param {Dialogue} dialogue
 *  @param {any} path @param {any} heat @returns {Walk | null} */
function walkOf(dialogue, path, heat) {
  try {
    return Array.isArray(path) && Number.isInteger(heat) && heat >= 0 && heat < HOTTEST ? play(dialogue, path, heat) : null;
  } catch {
    return null;
  }
}

/** Whether a saved path still plays. @param {Dialogue} dialogue @param {any} path @param {any} heat */
export const plays = (dialogue, path, heat) => !!walkOf(dialogue, path, heat);

/** @param {Dialogue} dialogue @param {Turn} turn @returns {Reply} */
function replyOf(dialogue, turn) {
  return /** @type {Reply[]} */ (dialogue.scenes[turn.before.scene].replies)[turn.number - 1];
}

/** Put values into a text's {places}. @param {string} text @param {Record<string, string | number>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, key) => String(values[key] ?? place));
}

/** @param {number} heat */
const heatInWords = (heat) => `${fill(WORDS.heat_of, { heat })} · ${WORDS.heats[heat]}`;
/** @param {number} number */
const turnsInWords = (number) => fill(WORDS.turns[number === 1 ? 0 : 1], { number });
/** @param {string} name */
const firstName = (name) => name.split(/\s+/).find((part) => !/\.$/.test(part)) ?? name;
/** @param {string} name */
const initials = (name) => name.split(/\s+/).filter((part) => !/\.$/.test(part)).map((part) => [...part][0]).slice(0, 2).join("");
/** @param {string} text */
const quoted = (text) => `“${text}”`;

/**
 * The transcript with its notes, as plain text. @param {Dialogue} dialogue @param {Walk} walk
 */
export function transcript(dialogue, walk) {
  const name = firstName(dialogue.name);
  const lines = [
    `${dialogue.title} (${dialogue.name}, ${WORDS.channels[/** @type {"phone"} */ (dialogue.channel)]}, ${dialogue.trade})`,
    `${WORDS.situation}: ${dialogue.situation}`,
    `${WORDS.your_part}: ${dialogue.you}`,
    "",
    `${name} [${heatInWords(walk.heats[0])}]: ${at(dialogue.scenes[dialogue.start].says, walk.heats[0]) ?? ""}`,
  ];
  for (const turn of walk.turns) {
    const reply = replyOf(dialogue, turn);
    const after = dialogue.scenes[turn.after.scene];
    lines.push("", `${WORDS.you}: ${reply.says}`);
    const labels = [...(reply.moves ?? []), ...(reply.missteps ?? [])].map((label) => dialogue.labels[label].name);
    lines.push(`  ${WORDS.coach}${labels.length ? ` (${labels.join(", ")})` : ""}: ${reply.because}`);
    if (reply.better) lines.push(`  ${WORDS.better}: ${quoted(reply.better)}`);
    const said = [reply.reaction, at(after.says, turn.after.heat)].filter(Boolean).join(" ");
    lines.push("", `${name} [${heatInWords(turn.after.heat)}]: ${said}`);
  }
  const end = dialogue.scenes[walk.state.scene];
  if (walk.ending) lines.push("", `${WORDS.outcome}: ${WORDS.endings[/** @type {"lost"} */ (walk.ending)]}. ${end.outcome ?? ""}`);
  return lines.join("\n");
}

// ---------------------------------------------------------------------------------------------- building elements

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string | null | undefined | false)} children
 *  @returns {HTMLElement} */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(key, value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/** Line drawings on a 24 × 24 grid; decoration only, words stand beside each. @type {Record<string, string>} */
const DRAWINGS = {
  phone: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  email: "M3 6h18v12H3zM3 7l9 7 9-7",
  counter: "M3 20h18M5 20v-6h14v6M12 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6M8 14c0-2.5 1.8-4 4-4s4 1.5 4 4",
  social: "M6 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6M18 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6M18 15a3 3 0 1 1 0 6 3 3 0 0 1 0-6M8.7 10.6l6.6-3.2M8.7 13.4l6.6 3.2",
  resolved: "M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19M7.5 12.5l3 3 6-7",
  handed_over: "M3 8h13M12 4l4 4-4 4M21 16H8M12 12l-4 4 4 4",
  escalated: "M12 3l9.5 17h-19zM12 9.5v5M12 17.3v.2",
  lost: "M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19M8.5 8.5l7 7M15.5 8.5l-7 7",
  closed: "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
  again: "M4 5v5h5M4.6 10A8 8 0 1 1 4 13.5",
  up: "M12 19V6M6 12l6-6 6 6",
  down: "M12 5v13M6 12l6 6 6-6",
  same: "M5 9.5h14M5 14.5h14",
  yes: "M5 12.5l4.5 4.5L19 7.5",
  no: "M6.5 6.5l11 11M17.5 6.5l-11 11",
};

/** @type {Record<string, Element>} */
const drawn = {};

/** A drawing by its name; each is made once and copied. @param {string} name */
function drawing(name) {
  if (!drawn[name]) {
    const svg = shape("svg", { viewBox: "0 0 24 24", class: "ch-drawing", "aria-hidden": "true" });
    svg.append(shape("path", { d: DRAWINGS[name] ?? "" }));
    drawn[name] = svg;
  }
  return drawn[name].cloneNode(true);
}

/** An element of SVG. @param {string} tag @param {Record<string, string>} attributes */
function shape(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** Level for a heading inside `el`: one below the last heading before it. @param {Element} el */
function headingLevel(el) {
  let level = 2;
  for (const heading of el.ownerDocument.querySelectorAll("h1, h2, h3, h4")) {
    if (!(heading.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    level = Number(heading.tagName[1]);
  }
  return Math.min(level + 1, 5);
}

/** Do something small once the page has shown what it has. @param {() => void} run */
const afterPaint = (run) => setTimeout(run, 40);
/** Words that only a screen reader reads. @param {string} text */
const unseen = (text) => make("span", { class: "ch-unseen" }, text);
/** Which way the heat went. @param {number} before @param {number} after */
const wayOf = (before, after) => (after > before ? "up" : after < before ? "down" : "same");

let count = 0; // makes ids unique when several widgets share a page

// ------------------------------------------------------------------------------------------------------ a dialogue

class DialogueView {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.prefix = `ch-${++count}`;
    /** @type {number[]} */ this.shown = [];
    /** @type {Record<string, number>} replies tried before a what-if, by scene */ this.tried = {};
    this.acting = false;
    /** @type {Element | undefined} */ this.scroller = undefined;
    this.walk = play(this.dialogue);
    this.answers = "";
    this.level = 3;
    this.root = this.log = this.stage = this.meter = this.number = this.word = this.turnCount = this.startOver = make("div");
    /** @type {HTMLElement[]} */ this.bars = [];
    /** @type {HTMLElement[]} what the buttons of the replies say, while they stand */ this.choices = [];
    /** @type {HTMLElement | null} the learner's newest line */ this.newest = null;
    el.append(this.root);
    this.follow = this.follow.bind(this);
    this.rebuild = this.rebuild.bind(this);
    this.whole = ["change:dialogue", "change:mode", "change:starts_at"];
    for (const event of this.whole) model.on(event, this.rebuild);
    for (const event of ["change:path", "change:answers"]) model.on(event, this.follow);
    this.rebuild();
  }

  close() {
    for (const event of this.whole) this.model.off(event, this.rebuild);
    for (const event of ["change:path", "change:answers"]) this.model.off(event, this.follow);
    this.root.remove();
  }

  /** @returns {Dialogue} */ get dialogue() { return this.model.get("dialogue"); }
  /** @returns {boolean} */ get guided() { return this.model.get("mode") !== "on_your_own"; }

  /** Set traits as the learner's own doing: focus follows. @param {Record<string, any>} changes */
  act(changes) {
    this.acting = true;
    for (const [key, value] of Object.entries(changes)) this.model.set(key, value);
    this.model.save_changes();
    this.acting = false;
  }

  /** Redraw everything from the model. */
  rebuild() {
    const dialogue = this.dialogue;
    const path = this.model.get("path");
    const heat = this.model.get("starts_at");
    this.walk = walkOf(dialogue, path, heat) ?? walkOf(dialogue, [], heat) ?? play(dialogue);
    this.shown = this.walk.turns.map((turn) => turn.number);
    this.answers = JSON.stringify(this.model.get("answers"));
    this.level = headingLevel(this.el);
    const title = `${this.prefix}-title`;
    this.log = make("div", { class: "ch-log", role: "log", "aria-label": WORDS.conversation, tabindex: "-1" });
    this.stage = make("div", { class: "ch-stage" });
    this.choices = [];
    this.newest = null;
    this.number = make("b");
    this.word = make("span");
    this.bars = Array.from({ length: HOTTEST }, () => make("i"));
    this.meter = make("div", { class: "ch-heat" },
      make("span", {}, `${WORDS.heat} `, this.number, this.word), make("span", { class: "ch-bars", "aria-hidden": "true" }, ...this.bars));
    this.turnCount = make("span", { class: "ch-count" });
    const again = make("button", { type: "button", class: "ch-quiet", click: () => this.again() }, drawing("again"), WORDS.start_over);
    this.startOver = again;
    const root = make("section", {
      class: "ch ch-dialogue", "aria-labelledby": title, "data-dialogue": dialogue.id, "data-lm-suppress-shortcuts": "true",
      keydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event),
    },
      this.header(title),
      make("dl", { class: "ch-brief" },
        make("div", {}, make("dt", {}, WORDS.situation), make("dd", {}, dialogue.situation)),
        make("div", {}, make("dt", {}, WORDS.your_part), make("dd", {}, dialogue.you))),
      this.model.get("resumed") && this.shown.length ? make("p", { class: "ch-resumed" }, WORDS.resumed) : null,
      this.log, this.stage,
      make("footer", { class: "ch-foot" }, this.turnCount, again, this.modes()));
    this.log.append(this.theirs(dialogue.start, this.walk.heats[0], null));
    this.log.append(...this.recalled(dialogue.start));
    for (const turn of this.walk.turns) this.log.append(...this.exchange(turn));
    const refocus = this.acting || this.root.contains(document.activeElement);
    this.root.replaceWith(root);
    this.root = root;
    this.update(refocus);
  }

  /** Follow the model: add one turn where one was added, redraw otherwise. */
  follow() {
    const path = this.model.get("path");
    const answers = JSON.stringify(this.model.get("answers"));
    const one = path.length === this.shown.length + 1 && this.shown.every((number, i) => number === path[i]);
    if (answers === this.answers && path.join() === this.shown.join()) return;
    const walk = one && answers === this.answers ? walkOf(this.dialogue, path, this.walk.heats[0]) : null;
    if (!walk) {
      this.rebuild();
      return;
    }
    this.shown = [...path];
    this.walk = walk;
    this.log.append(...this.exchange(this.walk.turns[path.length - 1]));
    this.update(this.acting || this.root.contains(document.activeElement));
  }

  /** Bring meter, stage and foot to the present state: what stays is changed in place, so that a turn costs the browser
   *  little more than the lines it adds. @param {boolean} focus */
  update(focus) {
    const { state, ending, turns } = this.walk;
    this.meter.dataset.heat = String(state.heat);
    this.number.textContent = fill(WORDS.heat_of, { heat: state.heat });
    this.word.textContent = ` · ${WORDS.heats[state.heat]}`;
    this.bars.forEach((bar, i) => bar.classList.toggle("ch-on", i < state.heat));
    this.root.dataset.ending = ending;
    this.turnCount.textContent = ending ? turnsInWords(turns.length) : fill(WORDS.turn, { number: turns.length + 1 });
    this.startOver.hidden = !turns.length || !!ending;
    const scene = this.dialogue.scenes[state.scene];
    const asks = scene.recall && !this.model.get("answers")?.[state.scene];
    if (ending || asks) {
      this.choices = [];
      this.stage.replaceChildren(ending ? this.debrief() : this.recall(scene));
    } else this.offer(scene.replies ?? []);
    if (focus) this.bringIntoView();
  }

  /** Focus what comes next, and scroll so that the newest turn is read before it. */
  bringIntoView() {
    const target = /** @type {HTMLElement} */ (this.stage.querySelector("[data-focus]"));
    target.focus({ preventScroll: true });
    const top = (this.newest ?? target).getBoundingClientRect().top;
    const bottom = (target.closest(".ch-outcome") ?? this.stage).getBoundingClientRect().bottom;
    this.scroller ??= scrollerOf(this.el);
    // What of the page is free to read in: a notebook's panel, or the window below the book's bar; with a little air.
    const page = this.scroller === (document.scrollingElement ?? document.documentElement);
    const panel = page ? null : this.scroller.getBoundingClientRect();
    const above = panel ? panel.top + 16 : 72;
    const room = panel ? panel.bottom : window.innerHeight;
    const by = top < above || bottom - top > room - above ? top - above : Math.max(0, bottom - room + 16);
    if (!by) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollBy({ top: by, behavior: still ? "auto" : "smooth" });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const button = /** @type {HTMLElement | null} */ (this.stage.querySelector(`[data-key="${CSS.escape(event.key)}"]`));
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  again() {
    this.tried = {};
    this.act({ answers: {}, starts_at: this.dialogue.heat, path: [] });
  }

  /** @param {string} id */
  header(id) {
    const { title, name, channel, trade, level } = this.dialogue;
    const where = [name, WORDS.channels[/** @type {"phone"} */ (channel)], trade, level === "harder" ? WORDS.harder_level : ""];
    return make("header", { class: "ch-head" },
      make("span", { class: "ch-face", "aria-hidden": "true" }, initials(name)),
      make("div", { class: "ch-who" },
        make("div", { class: "ch-title", id, role: "heading", "aria-level": this.level }, title),
        make("p", {}, drawing(channel), where.filter(Boolean).join(" · "))),
      this.meter);
  }

  modes() {
    const buttons = ["guided", "on_your_own"].map((mode) => make("button", {
      type: "button", "aria-pressed": String(this.guided === (mode === "guided")),
      click: () => {
        this.act({ mode });
        /** @type {HTMLElement} */ (this.root.querySelector(`[data-mode=${mode}]`)).focus({ preventScroll: true });
      },
      "data-mode": mode,
    }, WORDS[/** @type {"guided"} */ (mode)]));
    return make("div", { class: "ch-modes", role: "group", "aria-label": WORDS.mode }, ...buttons);
  }

  /** One customer's turn. @param {string} name @param {number} heat @param {Turn | null} turn */
  theirs(name, heat, turn) {
    const scene = this.dialogue.scenes[name];
    const reply = turn && replyOf(this.dialogue, turn);
    const says = at(scene.says, heat);
    const who = make("span", { class: "ch-name" }, fill(WORDS.customer_says, { name: firstName(this.dialogue.name) }));
    if (turn) {
      const way = wayOf(turn.before.heat, heat);
      who.append(make("span", { class: `ch-change ch-${way}` }, drawing(way),
        fill(WORDS.heat_change, { before: turn.before.heat, after: heat })));
    }
    return make("div", { class: "ch-them", "data-heat": heat }, who,
      reply?.reaction ? make("p", {}, reply.reaction) : null, says ? make("p", {}, says) : null);
  }

  /** What one turn adds to the log: your words, the customer's, the coach's. @param {Turn} turn */
  exchange(turn) {
    this.newest?.classList.remove("ch-newest");
    const reply = replyOf(this.dialogue, turn);
    this.newest = make("div", { class: "ch-you ch-newest" }, make("span", { class: "ch-name" }, WORDS.you), make("p", {}, reply.says));
    const nodes = [this.newest, this.theirs(turn.after.scene, turn.after.heat, turn)];
    if (this.guided) nodes.push(this.coach(reply, turn));
    return [...nodes, ...this.recalled(turn.after.scene)];
  }

  /** The coach's note on a reply. @param {Reply} reply @param {Turn} turn */
  coach(reply, turn) {
    const way = wayOf(turn.before.heat, turn.after.heat);
    const said = { up: WORDS.heated, down: WORDS.cooled, same: WORDS.held }[way];
    return make("details", { class: `ch-coach ${reply.kind === "good" ? "ch-good" : "ch-slip"}`, open: true },
      make("summary", {}, make("b", {}, `${WORDS.coach}: `), said), ...this.notes(reply));
  }

  /** Labels, why, and better words. @param {Reply} reply */
  notes(reply) {
    const labels = [...(reply.moves ?? []).map((label) => this.chip(label, true)), ...(reply.missteps ?? []).map((label) => this.chip(label, false))];
    return [
      labels.length ? make("p", { class: "ch-chips" }, ...labels) : null,
      make("p", {}, reply.because),
      reply.better ? make("p", { class: "ch-better" }, make("b", {}, `${WORDS.better}: `), quoted(reply.better)) : null,
    ];
  }

  /** @param {string} label @param {boolean} move */
  chip(label, move) {
    return make("span", { class: `ch-chip ${move ? "ch-move" : "ch-misstep"}` }, drawing(move ? "yes" : "no"),
      unseen(`${move ? WORDS.move : WORDS.misstep}: `), this.dialogue.labels[label].name);
  }

  /** Offer a scene's replies; the buttons of the last turn stay and say the new words. @param {Reply[]} replies */
  offer(replies) {
    const last = this.tried[this.walk.state.scene];
    if (this.choices.length !== replies.length) {
      const id = `${this.prefix}-prompt`;
      const written = this.dialogue.channel !== "phone" && this.dialogue.channel !== "counter";
      this.choices = replies.map(() => make("span"));
      this.stage.replaceChildren(make("div", { class: "ch-choices", role: "group", "aria-labelledby": id },
        make("p", { class: "ch-prompt", id, tabindex: "-1", "data-focus": true }, written ? WORDS.write : WORDS.say),
        make("ol", {}, ...this.choices.map((words, i) => make("li", {}, make("button", {
          type: "button", class: "ch-reply", "data-key": i + 1, "aria-keyshortcuts": i + 1, click: () => this.say(i + 1),
        }, make("kbd", { "aria-hidden": "true" }, String(i + 1)), words))))));
    }
    replies.forEach((reply, i) => {
      this.choices[i].textContent = reply.says;
      if (last === i + 1) this.choices[i].append(make("em", {}, WORDS.last_time));
    });
  }

  /** @param {number} number */
  say(number) {
    this.act({ path: [...this.shown, number] });
  }

  /** An abusive turn's question, asked before the replies. @param {Scene} scene */
  recall(scene) {
    const id = `${this.prefix}-prompt`;
    const question = /** @type {Question} */ (scene.recall);
    const list = make("ol", {});
    question.options.forEach((option, i) => list.append(make("li", {}, make("button", {
      type: "button", class: "ch-reply", "data-key": i + 1, "aria-keyshortcuts": i + 1,
      click: () => this.act({ answers: { ...this.model.get("answers"), [this.walk.state.scene]: i + 1 } }),
    }, make("kbd", { "aria-hidden": "true" }, String(i + 1)), make("span", {}, option.text)))));
    return make("div", { class: "ch-choices ch-asks", role: "group", "aria-labelledby": id },
      make("p", { class: "ch-prompt", id, tabindex: "-1", "data-focus": true },
        make("span", { class: "ch-over" }, `${WORDS.recall_first}. ${WORDS.recall_why}`), question.question), list);
  }

  /** What an answered question leaves in the log. @param {string} name */
  recalled(name) {
    const question = this.dialogue.scenes[name].recall;
    const number = this.model.get("answers")?.[name];
    const option = question?.options[number - 1];
    if (!question || !option) return [];
    return [make("div", { class: `ch-coach ${option.right ? "ch-good" : "ch-slip"}` },
      make("p", {}, make("b", {}, question.question), ` ${quoted(option.text)}`),
      make("p", {}, make("b", {}, `${option.right ? WORDS.right : WORDS.not_quite}. `), option.because))];
  }

  // ------------------------------------------------------------------------------------------------ looking back

  debrief() {
    const { dialogue, walk } = this;
    const scene = dialogue.scenes[walk.state.scene];
    const ending = /** @type {keyof typeof WORDS.endings} */ (walk.ending);
    const best = walk.ending === dialogue.best;
    const said = !best
      ? fill(WORDS.best_missed, { ending: WORDS.endings[/** @type {"lost"} */ (dialogue.best)].toLowerCase() })
      : walk.state.scene === bestScene(dialogue) ? WORDS.best_reached : WORDS.best_near;
    const debrief = make("div", { class: "ch-debrief" },
      make("div", { class: `ch-outcome ch-${best ? "good" : "slip"}` }, drawing(ending),
        make("div", {},
          make("p", { class: "ch-ending", role: "heading", "aria-level": this.level + 1, tabindex: "-1", "data-focus": true }, WORDS.endings[ending]),
          make("p", {}, scene.outcome ?? ""), make("p", { class: "ch-muted" }, said))));
    const parts = [
      () => this.part(WORDS.how_heat_went, this.chart()),
      () => this.part(WORDS.what_you_showed, this.tally()),
      () => this.part(WORDS.turn_by_turn, this.turns()),
      () => this.actions(),
    ];
    // The outcome is shown at once; the rest, below it, follows piece by piece.
    const follow = () => {
      const part = this.stage.contains(debrief) && parts.shift();
      if (!part) return;
      debrief.append(part());
      afterPaint(follow);
    };
    afterPaint(follow);
    return debrief;
  }

  /** @param {string} title @param {Node} body */
  part(title, body) {
    return make("div", { class: "ch-part" },
      make("div", { class: "ch-sub", role: "heading", "aria-level": this.level + 1 }, title), body);
  }

  chart() {
    const { heats } = this.walk;
    const x = (/** @type {number} */ i) => (heats.length === 1 ? 50 : (i / (heats.length - 1)) * 100);
    const y = (/** @type {number} */ heat) => 100 - (heat / HOTTEST) * 100;
    const svg = shape("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(shape("polyline", { points: heats.map((heat, i) => `${x(i)},${y(heat)}`).join(" ") }));
    const plot = make("div", { class: "ch-plot" }, svg);
    heats.forEach((heat, i) => {
      const dot = make("span", { class: "ch-dot", "data-heat": heat }, String(heat));
      dot.style.left = `${x(i)}%`;
      dot.style.top = `${y(heat)}%`;
      const tick = make("span", { class: "ch-tick" }, i ? String(i) : WORDS.start);
      tick.style.left = `${x(i)}%`;
      plot.append(dot, tick);
    });
    const [first, last, peak] = [heats[0], heats[heats.length - 1], Math.max(...heats)];
    const story = fill(WORDS.heat_story, {
      turns: turnsInWords(heats.length - 1), first, last, first_word: WORDS.heats[first], last_word: WORDS.heats[last],
    });
    const hottest = fill(WORDS.heat_peak, { heat: peak, word: WORDS.heats[peak] });
    return make("figure", { class: "ch-chart" },
      make("div", { role: "img", "aria-label": fill(WORDS.chart, { heats: heats.join(", ") }) }, plot),
      make("figcaption", {}, peak > Math.max(first, last) ? `${story} ${hottest}` : story));
  }

  tally() {
    const found = Object.entries(tally(this.dialogue, this.walk));
    if (!found.length) return make("p", { class: "ch-muted" }, WORDS.showed_nothing);
    const moves = new Set(this.walk.turns.flatMap((turn) => replyOf(this.dialogue, turn).moves ?? []));
    const list = make("dl", { class: "ch-tally" });
    for (const [slug, row] of found) {
      const href = this.model.get("chapters")?.[slug];
      const title = this.dialogue.principles[slug] ?? slug;
      const chips = Object.entries(row).map(([label, times]) => {
        const chip = this.chip(label, moves.has(label));
        if (times > 1) chip.append(make("b", { "aria-hidden": "true" }, ` ×${times}`), unseen(`, ${fill(WORDS.times, { times })}`));
        return chip;
      });
      list.append(make("div", {}, make("dt", {}, href ? make("a", { href }, title) : title), make("dd", {}, ...chips)));
    }
    return list;
  }

  turns() {
    const list = make("ol", { class: "ch-turns" });
    this.walk.turns.forEach((turn, i) => {
      const reply = replyOf(this.dialogue, turn);
      const way = wayOf(turn.before.heat, turn.after.heat);
      const before = i ? replyOf(this.dialogue, this.walk.turns[i - 1]).reaction : "";
      const heard = [before, at(this.dialogue.scenes[turn.before.scene].says, turn.before.heat)].filter(Boolean).join(" ");
      list.append(make("li", {},
        make("details", { open: !this.guided },
          make("summary", {}, make("span", { class: "ch-said" }, quoted(reply.says)),
            make("span", { class: `ch-change ch-${way}` }, drawing(way), fill(WORDS.heat_change, { before: turn.before.heat, after: turn.after.heat }))),
          make("p", { class: "ch-muted" }, `${firstName(this.dialogue.name)}: ${quoted(heard)}`), ...this.notes(reply)),
        make("button", { type: "button", class: "ch-link", "aria-label": fill(WORDS.what_if_at, { number: i + 1 }), click: () => this.whatIf(i) }, WORDS.what_if)));
    });
    return list;
  }

  /** Go back to an earlier turn, remembering what was said there. @param {number} turn */
  whatIf(turn) {
    this.tried = Object.fromEntries(this.walk.turns.map(({ before, number }) => [before.scene, number]));
    this.act({ path: this.shown.slice(0, turn) });
  }

  actions() {
    const status = make("span", { class: "ch-status", role: "status" });
    const harder = this.dialogue.harder;
    const goHarder = harder && this.wayToHarder(harder.id);
    return make("div", { class: "ch-actions" },
      make("button", { type: "button", class: "ch-button ch-main", click: () => this.again() }, WORDS.try_again),
      goHarder && make("button", { type: "button", class: "ch-button", click: goHarder }, fill(WORDS.harder, { title: harder.title })),
      make("button", { type: "button", class: "ch-button", click: async () => {
        status.textContent = (await copy(transcript(this.dialogue, this.walk))) ? WORDS.copied : WORDS.copy_failed;
      } }, WORDS.copy),
      make("button", { type: "button", class: "ch-button", click: () => printText(this.dialogue.title, transcript(this.dialogue, this.walk)) }, WORDS.print),
      status);
  }

  /** How to reach the harder dialogue from here: on this page, through the kernel, or in its chapter.
   *  @param {string} id @returns {(() => void) | null} */
  wayToHarder(id) {
    const there = () => /** @type {HTMLElement | null} */ (document.querySelector(`.ch-dialogue[data-dialogue="${CSS.escape(id)}"]`));
    if (this.model.get("live")) return () => this.act({ id });
    const chapter = this.model.get("chapters")?.[id.split("/")[0]];
    if (!there() && !chapter) return null;
    return () => {
      const target = there();
      if (!target) {
        location.href = chapter;
        return;
      }
      target.scrollIntoView({ block: "start" });
      /** @type {HTMLElement} */ (target.querySelector("[data-focus]"))?.focus({ preventScroll: true });
    };
  }
}

/** The nearest element that scrolls: a notebook's panel, or the page. @param {HTMLElement} el */
function scrollerOf(el) {
  for (let node = el.parentElement; node && node !== document.body; node = node.parentElement) {
    if (node.scrollHeight > node.clientHeight && /auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** @param {string} text @returns {Promise<boolean>} */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (make("textarea", { class: "ch-unseen", "aria-hidden": "true", tabindex: "-1" }));
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy"); // the only way left where the clipboard needs a secure page
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

/** Print a text by itself, whatever page this stands on. @param {string} title @param {string} text */
function printText(title, text) {
  const frame = /** @type {HTMLIFrameElement} */ (make("iframe", { class: "ch-unseen", "aria-hidden": "true", tabindex: "-1", title }));
  document.body.append(frame);
  const page = /** @type {Document} */ (frame.contentDocument);
  page.title = title;
  const body = page.createElement("pre");
  body.style.cssText = "white-space: pre-wrap; font: 12pt/1.45 Georgia, serif";
  body.textContent = text;
  page.body.append(body);
  frame.contentWindow?.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow?.print();
}

// ------------------------------------------------------------------------------------------------ recall questions

class RecallView {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.prefix = `ch-${++count}`;
    this.follow = this.follow.bind(this);
    model.on("change:answers", this.follow);
    model.on("change:questions", this.follow);
    this.score = make("span", { class: "ch-status" });
    this.told = make("div", { class: "ch-unseen", role: "status" }); // there from the start, or it would not be read out
    this.body = make("div", {});
    this.root = make("div", { class: "ch ch-recall", role: "group", "aria-label": WORDS.recall, "data-lm-suppress-shortcuts": "true" }, this.body, this.told,
      make("footer", { class: "ch-foot" }, this.score,
        make("button", { type: "button", class: "ch-quiet", click: () => this.clear() }, drawing("again"), WORDS.recall_again)));
    el.append(this.root);
    this.follow();
  }

  close() {
    this.model.off("change:answers", this.follow);
    this.model.off("change:questions", this.follow);
    this.root.remove();
  }

  clear() {
    this.model.set("answers", {});
    this.model.save_changes();
    /** @type {HTMLElement} */ (this.body.querySelector("button")).focus();
  }

  follow() {
    /** @type {Question[]} */ const questions = this.model.get("questions");
    const answers = this.model.get("answers") ?? {};
    const keep = /** @type {HTMLElement | null} */ (this.body.contains(document.activeElement) ? document.activeElement : null)?.id;
    this.body.replaceChildren(...questions.map((question, i) => this.question(question, i, questions.length, answers[question.id ?? ""])));
    if (keep) document.getElementById(keep)?.focus({ preventScroll: true });
    const right = questions.filter((question) => question.options[answers[question.id ?? ""] - 1]?.right).length;
    const answered = questions.some((question) => answers[question.id ?? ""]);
    this.score.textContent = answered ? fill(WORDS.recall_score, { right, total: questions.length }) : "";
    /** @type {HTMLElement} */ (this.root.querySelector(".ch-foot")).hidden = !answered;
  }

  /** @param {Question} question @param {number} index @param {number} total @param {number | undefined} chosen */
  question(question, index, total, chosen) {
    const id = `${this.prefix}-q${index}`;
    const list = make("ol", {});
    question.options.forEach((option, i) => {
      const taken = chosen === i + 1;
      const mark = taken ? (option.right ? "ch-good" : "ch-slip") : "";
      list.append(make("li", {}, make("button", {
        type: "button", id: `${id}-${i}`, class: `ch-reply ${mark}`, "data-key": i + 1, "aria-pressed": String(taken),
        "aria-describedby": taken ? `${id}-because` : null, click: () => this.answer(question, i + 1),
      }, make("kbd", { "aria-hidden": "true" }, taken ? drawing(option.right ? "yes" : "no") : String(i + 1)), make("span", {}, option.text)),
      taken && make("p", { class: `ch-because ${mark}`, id: `${id}-because` },
        make("b", {}, `${option.right ? WORDS.right : WORDS.not_quite}. `), option.because)));
    });
    return make("div", {
      class: "ch-choices", role: "group", "aria-labelledby": id,
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const option = Number(event.key);
        if (!(option >= 1 && option <= question.options.length)) return;
        event.preventDefault();
        this.answer(question, option);
        document.getElementById(`${id}-${option - 1}`)?.focus({ preventScroll: true });
      },
    }, make("p", { class: "ch-prompt", id },
      total > 1 ? make("span", { class: "ch-over" }, fill(WORDS.question, { number: index + 1, total })) : null, question.question), list);
  }

  /** @param {Question} question @param {number} number */
  answer(question, number) {
    this.model.set("answers", { ...this.model.get("answers"), [question.id ?? ""]: number });
    this.model.save_changes();
    const option = question.options[number - 1];
    this.told.textContent = `${option.right ? WORDS.right : WORDS.not_quite}. ${option.because}`;
  }
}

/** What a host calls: draw the model into `el`; the function returned takes it away again.
 *  @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const view = model.get("questions") ? new RecallView(model, el) : new DialogueView(model, el);
  const width = new ResizeObserver(([{ contentRect }]) => el.classList.toggle("ch-narrow", contentRect.width < NARROW));
  width.observe(el);
  return () => {
    width.disconnect();
    view.close();
  };
}

export default { render };

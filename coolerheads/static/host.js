/* The published page's host: gives the one ES module a model without a kernel. A classic script, because pages opened
   from disk may not import modules: the book's extension puts the module's text, without its exports, the list of
   chapters and what every dialogue shares (names and homes of labels, titles of principles) in the places named in
   capitals. */
(() => {
  "use strict";
  const module = (() => {
    __MODULE__
    return { render, plays };
  })();
  const CHAPTERS = __CHAPTERS__;
  const SHARED = __SHARED__;
  const VERSION = 1; // of what is saved; what another version saved is left alone
  const KEPT = ["path", "starts_at", "mode", "answers"];
  const root = document.documentElement.dataset.content_root || "./";

  // What is not saved yet: written once the page has answered, and at the latest when it is left.
  const unsaved = new Set();
  const save = () => {
    for (const model of unsaved) model.save();
    unsaved.clear();
  };
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);

  /** State with get, set, on, off and save_changes, kept in the browser where it lets us. */
  class Model {
    constructor(state) {
      this.state = { chapters: Object.fromEntries(Object.entries(CHAPTERS).map(([slug, page]) => [slug, root + page])), ...state };
      this.runs = {};
      this.content = state.dialogue ?? state.questions;
      if (state.dialogue) this.state.dialogue = { ...SHARED, ...state.dialogue };
      this.key = "coolerheads/" + (state.id ?? state.questions.map((question) => question.id).join("+"));
      this.resume();
    }
    /** A sum of the content: what was saved for another state of it is left alone. */
    get sum() {
      const text = JSON.stringify(this.content);
      let sum = 0;
      for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0;
      return sum;
    }
    resume() {
      let saved;
      try { saved = JSON.parse(localStorage.getItem(this.key)); } catch { return; }
      if (!saved || saved.version !== VERSION || saved.sum !== this.sum) return;
      const { dialogue } = this.state;
      if (dialogue && !module.plays(dialogue, saved.path, saved.starts_at)) return;
      for (const key of KEPT) if (key in this.state && saved[key] != null) this.state[key] = saved[key];
      this.state.resumed = true;
    }
    get(key) { return this.state[key]; }
    set(key, value) {
      if (this.state[key] === value) return;
      this.state[key] = value;
      for (const run of [...(this.runs["change:" + key] ?? [])]) run();
    }
    on(event, run) { (this.runs[event] ??= []).push(run); }
    off(event, run) { this.runs[event] = (this.runs[event] ?? []).filter((other) => other !== run); }
    save_changes() {
      this.state.resumed = false;
      unsaved.add(this);
      setTimeout(save, 100);
    }
    save() {
      const kept = Object.fromEntries(KEPT.filter((key) => key in this.state).map((key) => [key, this.state[key]]));
      try {
        localStorage.setItem(this.key, JSON.stringify({ version: VERSION, sum: this.sum, ...kept }));
      } catch { /* full or blocked: the dialogue plays on, unsaved */ }
    }
  }

  /** Bring an element to life, once: its state is in its first script. */
  function live(element) {
    if (element.classList.contains("ch-live")) return;
    element.classList.add("ch-live");
    const state = JSON.parse(element.querySelector("script").textContent);
    const place = document.createElement("div");
    place.className = "ch-place";
    element.append(place);
    module.render({ model: new Model(state), el: place });
  }

  // The second script inside an element calls this while the page is still being read, so that nobody waits for the rest.
  window.coolerheads = (script) => live(script.parentElement);
  // Whatever did not call (a policy may forbid inline scripts) is found when the page is there: before that, an element
  // would connect without its children.
  const define = () => customElements.define("coolerheads-widget", class extends HTMLElement {
    connectedCallback() { live(this); }
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", define);
  else define();
})();

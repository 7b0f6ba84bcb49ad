// The module's pure parts, with node alone: no page, no build step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import module, { at, bestScene, fill, play, plays, step, WORDS } from "../../coolerheads/static/coolerheads.mjs";

const source = readFileSync(new URL("../../coolerheads/static/coolerheads.mjs", import.meta.url), "utf8");
const two = {
  id: "a/b", start: "one", boils_over: "boiled", heat: 3,
  scenes: { one: { replies: [{ heat: 2, goes_to: "two" }, { heat: -9, goes_to: [[1, 5, "two"]] }] }, two: { ending: "resolved" }, boiled: { ending: "lost" } },
};

test("the module stands alone: it imports nothing and any host can call render", () => {
  assert.doesNotMatch(source, /^\s*import\s|import\(/m);
  assert.equal(typeof module.render, "function");
});

test("a text by heat is found at both ends of its range and nowhere else", () => {
  assert.equal(at([[0, 2, "cool"], [3, 4, "hot"]], 2), "cool");
  assert.equal(at([[0, 2, "cool"], [3, 4, "hot"]], 5), null);
  assert.equal(at("always", 5), "always");
  assert.equal(at(undefined, 1), null);
});

test("reaching five boils over whatever the reply says", () => {
  assert.deepEqual(step(two, { scene: "one", heat: 3 }, 1), { scene: "boiled", heat: 5 });
});

test("a reply with nowhere to go at a heat is refused, as is one that does not exist", () => {
  assert.throws(() => step(two, { scene: "one", heat: 3 }, 2), /leads nowhere at heat 0/);
  for (const number of [0, 3, 1.5, "1", null]) assert.throws(() => step(two, { scene: "one", heat: 3 }, number), RangeError);
});

test("good replies all along find the best ending, and a scene with none or a circle is where they stop", () => {
  const good = (goes_to) => ({ replies: [{ kind: "flawed", heat: 0, goes_to: "so_so" }, { kind: "good", heat: -1, goes_to }] });
  const scenes = { one: good("two"), two: good("warm"), warm: { ending: "resolved" }, so_so: { ending: "resolved" } };
  assert.equal(bestScene({ ...two, scenes }), "warm");
  assert.equal(bestScene(two), "one");
  assert.equal(bestScene({ ...two, scenes: { ...scenes, two: good("one") } }), "one");
});

test("what an old version saved is recognised as unplayable", () => {
  assert.ok(plays(two, [1], 3));
  for (const [path, heat] of [[[7], 3], ["1", 3], [null, 3], [[1], 5], [[1], "3"], [[1], null], [{}, 3]]) assert.equal(plays(two, path, heat), false);
});

test("the start counts among the heats", () => {
  assert.deepEqual(play(two, [1]).heats, [3, 5]);
});

test("words are filled in, unknown places are left to be seen", () => {
  assert.equal(fill("{a} of {b}", { a: 1 }), "1 of {b}");
});

test("every string of the interface stands in WORDS, and every one of them is used", () => {
  const code = source.slice(source.indexOf("export const HOTTEST"));
  const readable = readFileSync(new URL("../../coolerheads/readable.py", import.meta.url), "utf8");
  for (const key of Object.keys(WORDS)) assert.ok(new RegExp(`WORDS\\.${key}\\b|WORDS\\[`).test(code) || readable.includes(`"${key}"`) || readable.includes(`'${key}'`), key);
  const literal = /(?:make\([^)]*\}, |textContent = |aria-label": )"[A-Z][a-z]+/;
  assert.doesNotMatch(code, literal);
});

// Plays what Python asks for: one JSON request a line on standard input, one JSON answer a line on standard output.
import { createInterface } from "node:readline";
import { play, plays, tally, transcript } from "../../coolerheads/static/coolerheads.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const { dialogue, path, heat } = JSON.parse(line);
  let answer;
  try {
    const walk = play(dialogue, path, heat ?? dialogue.heat);
    answer = {
      heats: walk.heats, scenes: [dialogue.start, ...walk.turns.map((turn) => turn.after.scene)], ending: walk.ending,
      tally: dialogue.labels ? tally(dialogue, walk) : {}, plays: plays(dialogue, path, heat ?? dialogue.heat),
      transcript: dialogue.labels ? transcript(dialogue, walk) : "",
    };
  } catch (error) {
    answer = { refused: true, plays: plays(dialogue, path, heat ?? dialogue.heat), error: error.constructor.name };
  }
  console.log(JSON.stringify(answer));
}

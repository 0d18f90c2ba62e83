// What happens at the deadline: the paper freezes, the last state is sent, and the paper is handed in a moment later,
// not by everybody at once. Unless the organisers have given more time, or paused the contest: then the sitting goes on.

import { pause } from "./saver.js";
import { say } from "./texts.js";

const SPREAD_MS = 5000;
const TRIES = 5;

export async function atTheDeadline(paper) {
  const { ending, saver, countdown, submission } = paper;
  submission.interrupt();
  paper.freeze();
  ending.wait(say("over"), say("overSending"));
  await saver.stop();
  const answer = await lastWord(paper);
  if (paper.isLeft) return;
  if (paper.isPaused) {
    ending.hide();
  } else if (answer.status === 409) {
    submission.finish(say(answer.code === "closed" ? "closed" : "over"), say("overText"), answer.body);
  } else if (countdown.left > 0) {
    ending.hide();
    paper.thaw();
    saver.resume();
  } else {
    await submission.handInStored();
  }
}

// Send what is not stored yet, at once; or else ask, after a while, whether the deadline still is what it was.
async function lastWord(paper) {
  if (!paper.sheet.isDirty) {
    await wait(Math.random() * SPREAD_MS);
    return ask(paper);
  }
  let answer = await send(paper);
  for (let failures = 1; failures < TRIES && answer.status !== 200 && answer.code !== "late"; failures += 1) {
    if (answer.code === "closed" || answer.code === "paused") return answer;
    await wait(pause(Math.min(failures, 2)));
    answer = await send(paper);
  }
  if (answer.status === 200) await wait(Math.random() * SPREAD_MS);
  return answer;
}

async function send(paper) {
  const state = paper.sheet.send();
  const answer = await paper.api.save(state);
  paper.heard(answer);
  if (answer.status === 200) paper.sheet.acknowledge(state);
  if (answer.code === "stale") paper.merged(paper.sheet.merge(answer.body));
  return answer;
}

async function ask(paper) {
  const answer = await paper.api.open();
  paper.heard(answer);
  if (answer.body.receipt) return { ...answer, status: 409, code: "late" };
  return answer;
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

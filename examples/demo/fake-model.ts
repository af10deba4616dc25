import { setTimeout as sleep } from "node:timers/promises";
import type { StreamChunk } from "chat";
import type { Model } from "./bot.js";

/** A chunk and how long the model needs for it, in ms. */
interface Beat {
  afterMs: number;
  chunk: string | StreamChunk;
}

const WORD_MS = 20;
const STEP_MS = 300;
/** Long enough to press Stop. */
const HUGE_STEP_MS = 30_000;

const say = (text: string): Beat[] =>
  text.split(/(?<=\s)(?=\S)/).map((word) => ({ afterMs: WORD_MS, chunk: { type: "markdown_text", text: word } }));

/** The steps that the model intends to take. */
const plan = (title: string, steps: readonly string[]): Beat[] => [
  { afterMs: STEP_MS, chunk: { type: "plan_update", title } },
  ...steps.map((step) => ({
    afterMs: 0,
    chunk: { type: "task_update" as const, id: step, title: step, status: "pending" as const },
  })),
];

/** A tool at work: its input first, its output once it is done. */
const use = (title: string, details: string, output: string, takesMs: number = STEP_MS): Beat[] => [
  { afterMs: 0, chunk: { type: "task_update", id: title, title, status: "in_progress", details } },
  { afterMs: takesMs, chunk: { type: "task_update", id: title, title, status: "complete", details, output } },
];

interface Script {
  about: RegExp;
  beats: readonly Beat[];
}

const scripts: readonly Script[] = [
  {
    about: /safari/i,
    beats: say(
      "Safari refuses the session cookie: it is set with `SameSite=None` but without `Secure`, so the page waits for a login that never comes.\n\n- Set `Secure` in `session.ts`.\n- Log out once, so that the old cookie goes.",
    ),
  },
  {
    about: /firefox/i,
    beats: say("Firefox still takes such a cookie, with a warning in its console. It will refuse it one day too."),
  },
  {
    about: /nightly/i,
    beats: [
      ...say("I start with the last runs."),
      ...plan("Find out why", ["Search the runs", "Read the log"]),
      ...use("Search the runs", "nightly, last 14 days", "3 red, the first on Monday at 02:00"),
      ...use("Read the log", "run 4812", "`npm ci`: the lock file is out of date"),
      ...say(
        "The nightly build is red because **the lock file is out of date** since Monday. Run `npm install` and commit it.",
      ),
    ],
  },
  {
    about: /release/i,
    beats: [
      ...use("Build", "2.4.0", "done"),
      ...use("Publish", "2.4.0", "https://app.example.com"),
      ...say("2.4.0 is live."),
    ],
  },
  {
    about: /upload limit/i,
    beats: say("Yes: the test uploads a file of exactly 10 MB, which the limit refuses. It should let that one pass."),
  },
  {
    about: /upload/i,
    beats: [
      ...plan("Limit uploads", ["Find the handler", "Add the limit", "Run the tests"]),
      ...use("Find the handler", "POST /uploads", "src/uploads.ts"),
      ...use("Add the limit", "src/uploads.ts", "10 MB, answered with 413"),
      ...use("Run the tests", "uploads", "12 passed"),
      ...say("Uploads over 10 MB are now answered with 413. The tests pass."),
    ],
  },
  {
    about: /edge case/i,
    beats: [
      ...use("Add a test", "exactly 10 MB", "13 passed"),
      ...say("There is a test now: a file of exactly 10 MB is accepted."),
    ],
  },
  {
    about: /rename/i,
    beats: [
      ...say("I look for all places first."),
      ...use("Search the code", "user", "1,204 places in 310 files"),
      ...use("Rename", "310 files", "done", HUGE_STEP_MS),
      ...say("Everything is called `account` now."),
    ],
  },
];

const defaultBeats: readonly Beat[] = [
  ...use("Look for a script", "your request", "none fits"),
  ...say("I am a script, not a model: ask me about Safari, Firefox, the nightly build, uploads or a rename."),
];

/** Stands in for a language model, without a network: what it says depends on a word of the request. */
export const fakeModel: Model = async function* (request, signal) {
  const beats = scripts.find(({ about }) => about.test(request))?.beats ?? defaultBeats;
  for (const { afterMs, chunk } of beats) {
    // Rejects on an abort, as the requests of a real model do.
    await sleep(afterMs, undefined, { signal });
    yield chunk;
  }
};

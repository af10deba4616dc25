import { afterEach, describe, expect, it, vi } from "vitest";
import { type Expectation, exitCodeOf, formatExpectation } from "../../examples/demo/expectation.js";
import { scenes } from "../../examples/demo/scenes.js";
import { openStage } from "../../examples/demo/stage.js";
import { colourStyle, plainStyle, styleFor } from "../../examples/demo/style.js";
import { runProcess } from "../support/guards/run-process.js";
import { type Background, startInBackground } from "./background.js";

const SLOW_MS = 120_000;
const DEMO = ["--import", "tsx", "examples/demo/main.ts"];

/** The lines that match, without what surrounds them. */
const linesOf = (output: string, pattern: RegExp): string[] => output.match(pattern) ?? [];

describe("npm run demo", { timeout: SLOW_MS }, () => {
  it("plays its scenes, keeps every promise and exits with 0", async () => {
    const { code, stdout, stderr } = await runProcess(process.execPath, DEMO, { timeoutMs: SLOW_MS });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(linesOf(stdout, /^(?:\d\. | {3}[✓✗] ).+/gm)).toEqual([
      "1. A comment mentions helper",
      "   ✓ helper answers once, in the thread of the mention",
      "   ✓ the answer is whole",
      "   ✓ people could read its beginning while the rest was being written",
      "2. A reply in that thread, and a comment that is not for helper",
      "   ✓ helper answers the reply, without being mentioned again",
      "   ✓ the comment that is not for helper stays without an answer",
      "3. A comment mentions scout: an agent session",
      "   ✓ there is one session, and it is done",
      "   ✓ what stays: a thought, two actions with results, one response",
      "   ✓ what is gone: the sign of life at the start, and whatever was shown while it ran",
      "   ✓ the plan is ticked off",
      "   ✓ the response is a comment in the thread",
      "4. An issue is delegated to scout",
      "   ✓ the issue itself is the request: scout works without a comment from anybody",
      "   ✓ the session is done",
      "   ✓ the plan is ticked off",
      "5. A follow-up in scout's session",
      "   ✓ scout goes on in the same session",
      "   ✓ the follow-up has its own action and its own response",
      "6. Stop, in the middle of the work",
      "   ✓ scout shows what it is doing while it does it",
      "   ✓ after Stop there is one closing word, and it is not half an answer",
      "   ✓ the session is closed",
      "7. scout asks before it releases",
      "   ✓ scout asks, and the session waits for a person",
      "   ✓ what Bo picks is done",
      "   ✓ the session is done",
      "8. helper asks in a comment",
      "   ✓ where Linear has no buttons, helper asks with a numbered list",
      "   ✓ a number is an answer",
      "9. A job of scout begins by itself",
      "   ✓ nobody has asked: scout opens the session itself",
      "   ✓ the plan is ticked off",
      "   ✓ people go on in that session, and scout answers",
    ]);
    expect(stdout).toContain(
      [
        "   Bo Berg: Please cover the edge case too.",
        "   ~ scout thinks: Thinking…",
        "   ~ Add a test (exactly 10 MB) ...",
        "   - Add a test (exactly 10 MB) -> 13 passed",
        "   scout: There is a test now: a file of exactly 10 MB is accepted.",
      ]
        .map((line) => line.replace("   ", "   | "))
        .join("\n"),
    );
    expect(stdout).toContain(
      ["   | scout: **Release 2.4.0?**", "   |   ( Release now ) ( Not today )", "   | Bo Berg: Release now"].join(
        "\n",
      ),
    );
  });
});

describe("npm run demo -- --serve", { timeout: SLOW_MS }, () => {
  let demo: Background | undefined;
  afterEach(() => demo?.kill());

  it("prints how to talk to the bots, which answer, and exits with 0 on Ctrl-C", async () => {
    demo = startInBackground(process.execPath, [...DEMO, "--serve"]);
    const running = demo;
    const output = await running.waitForOutput(/curl -s (\S+\/issues\/)ENG-4\n/);
    const [, apiUrl = "", apiKey = "", body = ""] =
      /curl -s (\S+) -H 'Authorization: (\S+)' .*\n +-d '(.+)'/.exec(output) ?? [];
    const [, issues = ""] = /curl -s (\S+\/issues\/)ENG-4/.exec(output) ?? [];

    const said = await fetch(apiUrl, {
      method: "POST",
      headers: { authorization: apiKey, "content-type": "application/json" },
      body,
    });
    expect(await said.json()).toEqual({ data: { commentCreate: { success: true } } });
    await vi.waitFor(
      async () => {
        const page = await (await fetch(`${issues}ENG-1`)).text();
        expect(page).toMatch(/Ada Lovelace: https:\S+\/helper and in Firefox\?\n(?:\| ~.+\n)?\| helper: Firefox still/);
      },
      { timeout: 20_000, interval: 100 },
    );

    expect(await running.interrupt()).toEqual({ code: 0, signal: null });
  });
});

describe("a demo whose bot says something else", () => {
  it("does not exit with 0", { timeout: SLOW_MS }, async () => {
    const stage = await openStage(
      async function* () {
        yield "42";
      },
      async () => new Response(null, { status: 404 }),
    );
    const played = await scenes[0]?.play(stage);
    await stage.close();

    expect(played?.expectations.map((expectation) => formatExpectation(expectation, plainStyle))).toEqual([
      "✓ helper answers once, in the thread of the mention",
      "✗ the answer is whole\n    expected true\n    found    false",
      "✗ people could read its beginning while the rest was being written\n    expected [ true, true ]\n    found    [ true, false ]",
    ]);
    expect(exitCodeOf(played?.expectations ?? [])).toBe(1);
  });
});

describe("the demo's exit code", () => {
  const met: Expectation = { promise: "it is there", found: [1], expected: [1] };
  const missing: Expectation = { promise: "it is there", found: undefined, expected: [1] };

  it.each([
    ["0 when all expectations are met", [met, met], 0],
    ["1 when one is missing", [met, missing, met], 1],
    ["1 when nothing was expected", [], 1],
  ])("is %s", (_promise, expectations, code) => {
    expect(exitCodeOf(expectations)).toBe(code);
  });
});

describe("the demo's colours", () => {
  it.each([
    ["are on in a terminal", { isTTY: true }, undefined, colourStyle],
    ["are off in a terminal with NO_COLOR", { isTTY: true }, "1", plainStyle],
    ["are off elsewhere", {}, undefined, plainStyle],
  ])("%s", (_promise, output, noColor, style) => {
    expect(styleFor(output, noColor)).toBe(style);
  });
});

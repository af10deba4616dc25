import { once } from "node:events";
import { parseArgs } from "node:util";
import { type Expectation, exitCodeOf, formatExpectation, isMet } from "./expectation.js";
import { fakeModel } from "./fake-model.js";
import { formatIssuePage, idsOf, MOMENTARY } from "./format-issue-page.js";
import { describeHowToTalk } from "./how-to-talk.js";
import { readIssuePage } from "./issue-page.js";
import { servePages } from "./pages.js";
import { scenes } from "./scenes.js";
import { openStage, type Stage } from "./stage.js";
import { styleFor } from "./style.js";

const NARROWEST = 40;
const WIDEST = 100;
const style = styleFor(process.stdout, process.env.NO_COLOR);
// Some terminals say 0 for a width that they do not know.
const width = Math.max(NARROWEST, Math.min(process.stdout.columns || WIDEST, WIDEST)) - 3;
const print = (text = ""): void => void process.stdout.write(`${text}\n`);
const indent = (text: string): string => text.replace(/^(?=.)/gm, "   ");

const { values: options } = parseArgs({ options: { serve: { type: "boolean", default: false } } });
const stage = await openStage(fakeModel, servePages);
try {
  introduce(stage);
  process.exitCode = exitCodeOf(await playAll(stage));
  if (options.serve) {
    print(describeHowToTalk(stage));
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  }
} finally {
  await stage.close();
}
// Ctrl-C does not wait for a turn that is under way.
if (options.serve) process.exit();

function introduce({ linear, url }: Stage): void {
  print(`Linear runs at ${linear.url}, and sends its webhooks to two bots at ${url}:`);
  print('  helper answers in comments (mode "comments")');
  print('  scout works in agent sessions (mode "agent-sessions")');
  print(`${MOMENTARY} opens what people see for a moment only, before it vanishes or is edited.`);
}

async function playAll(stage: Stage): Promise<Expectation[]> {
  const startedMs = performance.now();
  const all: Expectation[] = [];
  const seen = new Set<string>();
  for (const [index, scene] of scenes.entries()) {
    print(`\n${style.strong(`${index + 1}. ${scene.title}`)}\n`);
    const { issue, expectations } = await scene.play(stage);
    const page = readIssuePage(stage.linear, issue);
    print(`${indent(formatIssuePage(page, { style, width, seen }))}\n`);
    print(indent(expectations.map((expectation) => formatExpectation(expectation, style)).join("\n")));
    for (const id of idsOf(page)) seen.add(id);
    all.push(...expectations);
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const missing = all.filter((expectation) => !isMet(expectation)).length;
  print(
    missing === 0
      ? `\n${style.good(`All ${all.length} expectations are met`)}, in ${seconds} s.\n`
      : `\n${style.bad(`${missing} of ${all.length} expectations are not met.`)}\n`,
  );
  return all;
}

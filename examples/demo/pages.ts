import type { EmulatedIssue, LinearEmulator } from "chat-adapter-linear/emulator";
import { formatIssuePage } from "./format-issue-page.js";
import { readIssuePage } from "./issue-page.js";
import { plainStyle } from "./style.js";

const WIDTH = 100;
const ROUTE = /^(GET \/issues|POST \/stop)\/([A-Z]+-\d+)$/;

/** Serves issues as text, and the Stop button, which people do not have in Linear's API. */
export async function servePages(request: Request, linear: LinearEmulator): Promise<Response> {
  const [, route, identifier = ""] = ROUTE.exec(`${request.method} ${new URL(request.url).pathname}`) ?? [];
  const issue = findIssue(linear, identifier);
  if (issue === undefined) return new Response("There is no such page\n", { status: 404 });
  return route === "POST /stop" ? await pressStop(linear, issue) : showIssue(linear, issue);
}

function findIssue(linear: LinearEmulator, identifier: string): EmulatedIssue | undefined {
  try {
    return linear.issue(identifier);
  } catch {
    return undefined;
  }
}

function showIssue(linear: LinearEmulator, issue: EmulatedIssue): Response {
  const page = formatIssuePage(readIssuePage(linear, issue), { style: plainStyle, width: WIDTH });
  return new Response(`${page}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
}

async function pressStop(linear: LinearEmulator, issue: EmulatedIssue): Promise<Response> {
  const session = linear
    .sessions()
    .findLast(({ issueId, status }) => issueId === issue.id && (status === "pending" || status === "active"));
  if (session === undefined) return new Response("No agent session of the issue is at work\n", { status: 409 });
  await linear.stop({ session });
  return new Response(`Stop was pressed in the latest session of ${issue.identifier}\n`);
}

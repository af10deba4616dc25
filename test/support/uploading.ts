import type { Attachment, FileUpload } from "chat";
import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import type { EmulatedIssue } from "chat-adapter-linear/emulator";
import { onTestFinished } from "vitest";
import { introduce } from "./requests-of.js";
import { startTestBot, type TestBot, type TestBotOptions } from "./test-bot.js";

export const PNG: Buffer<ArrayBuffer> = Buffer.from("iVBORw0KGgo=", "base64");

/** A bot in comments, with an issue to post on. It is closed with the test. */
export interface Uploader extends TestBot {
  issue: EmulatedIssue;
  /** The thread of the issue. */
  threadId: string;
}

export async function startUploader(
  settings: LinearAdapterBaseConfig = {},
  options: TestBotOptions = {},
): Promise<Uploader> {
  const bot = await startTestBot({
    config: (linear) => ({ accessToken: linear.createAccessToken(), ...settings }),
    ...options,
  });
  onTestFinished(bot.close);
  await introduce(bot);
  const issue = bot.linear.createIssue();
  bot.linear.clearRequests();
  return { ...bot, issue, threadId: `linear:${issue.id}` };
}

/** What stands on the issue. */
export const bodiesOf = ({ linear, issue }: Uploader): string[] => linear.comments({ issue }).map(({ body }) => body);

/** The names, types and contents of the files that were uploaded. */
export const filesOf = ({ linear }: Pick<Uploader, "linear">): unknown[] =>
  linear
    .files()
    .map(({ name, contentType, content }) => [name, contentType, content && Buffer.from(content).toString()]);

/** What was asked of Linear and of its storage, in the order of the answers of each. */
export const askedOf = ({ linear }: Pick<Uploader, "linear">): unknown[] => [
  linear.requests().map(({ operationName }) => operationName),
  linear.uploadRequests().map(({ status, hasToken, bytes }) => [status, hasToken, bytes]),
];

/** The addresses of all files, with numbers for what differs in each run. */
export function withoutAddresses({ linear }: Pick<Uploader, "linear">, body: string): string {
  return linear.files().reduce((text, { url }, index) => text.replaceAll(asLinked(url), `file:${index + 1}`), body);
}

/** An address as it stands in a link. */
const asLinked = (url: string): string => url.replaceAll("(", "%28").replaceAll(")", "%29");

/** A file whose content is what the Chat SDK's type does not name, and people give all the same. */
export const odd = (data: unknown, filename = "a.txt"): FileUpload => ({ data: data as Buffer, filename });

/** An attachment of a text. */
export const noteOf = (text: string): Attachment => ({ type: "file", name: `${text}.txt`, data: Buffer.from(text) });

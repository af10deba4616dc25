import { type AdapterPostableMessage, type Attachment, type FileUpload, isCardElement } from "chat";
import { LinearAdapterError } from "../errors.js";
import { renderCard } from "./card.js";
import { emojiText } from "./emoji.js";
import { buildImage, buildLink } from "./escape.js";
import { replaceOutsideCode } from "./outside-code.js";
import { stringifyForLinear } from "./stringify.js";

/** What rendering must ask for. Both answers are at hand already: rendering waits for nothing. */
export interface RenderContext {
  /** The profile address (`https://linear.app/acme/profiles/ada`) of a user's UUID, where it is known. */
  profileUrl(userId: string): string | undefined;
  /** A file that has been uploaded. Without it, a message with binary files is refused. */
  uploadOf?(file: FileUpload | Attachment): RenderedFile | undefined;
}

/** A file that has an address. */
export interface RenderedFile {
  url: string;
  name: string;
  /** Whether it is a picture that a text can show; everything else is a link. */
  isShownInline: boolean;
}

/**
 * A Chat SDK message as the Markdown that Linear takes. Strings, `raw` and `markdown` pass as they are, apart from
 * emoji placeholders and `<@id>` mentions outside code; trees and cards are printed. Attachments and uploaded files
 * follow as images and links.
 *
 * @throws {LinearAdapterError} `MESSAGE_INVALID` when nothing is left to post (Linear refuses an empty comment), when
 * a file has no address, or when `message` is no Chat SDK message.
 */
export function renderMessage(message: AdapterPostableMessage, context: RenderContext): string {
  const text = fillPlaceholders(renderText(message), context);
  const body = [text, ...renderFiles(message, context)].filter((part) => part.trim() !== "").join("\n\n");
  if (body !== "") return body;
  throw new LinearAdapterError(
    "MESSAGE_INVALID",
    "The message is empty once rendered, and Linear refuses empty comments; post some text or an attachment",
  );
}

function renderText(message: AdapterPostableMessage): string {
  if (typeof message === "string") return message;
  if (isCardElement(message)) return renderCard(message);
  if ("raw" in message) return message.raw;
  if ("markdown" in message) return message.markdown;
  if ("ast" in message) return stringifyForLinear(message.ast);
  if ("card" in message) return renderCard(message.card) || (message.fallbackText ?? "");
  throw new LinearAdapterError("MESSAGE_INVALID", describeStranger(message));
}

/**
 * Tells what is wrong with a message that is none: most often it is what an AI library gave back, without its stream.
 */
function describeStranger(message: object): string {
  if ("stream" in message || "fullStream" in message)
    return "The message is what a model's run gave back, not its stream: pass toLinearStream(result), or `.stream` or `.fullStream` of it";
  // The Chat SDK awaits a promise, and asks only before that whether it has a stream.
  if (Symbol.asyncIterator in message) return "The message is a promise of a stream: await it first";
  return "The message is none of the Chat SDK's: pass a string, { raw }, { markdown }, { ast }, { card } or a card";
}

// What `${emoji.fire}` and `thread.mentionUser(id)` put into a text.
const PLACEHOLDER = /\{\{emoji:(?<emoji>[^{}\s]+)\}\}|<@(?<userId>[^\s<>|@]+)(?:\|[^<>\n]*)?>/g;

function fillPlaceholders(markdown: string, context: RenderContext): string {
  return replaceOutsideCode(markdown, PLACEHOLDER, (match) => {
    const { emoji, userId = "" } = match.groups ?? {};
    if (emoji !== undefined) return emojiText(emoji);
    const url = context.profileUrl(userId);
    if (url === undefined) return `@${userId}`;
    // One character before it, which may be two units.
    const before = markdown.slice(Math.max(0, match.index - 2), match.index);
    return setApart(url, before, markdown.slice(match.index + match[0].length));
  });
}

// The plain address of a profile is how an app mentions someone: https://linear.app/developers/agent-interaction
// A character that would become part of the address, or keep it from being one, is moved away by a space.
function setApart(url: string, before: string, after: string): string {
  const start = /[\p{L}\p{N}]$/u.test(before) ? " " : "";
  const end = /^[)*_~.,:;!?]*(?:$|\s)/.test(after) ? "" : " ";
  return `${start}${url}${end}`;
}

function renderFiles(message: AdapterPostableMessage, context: RenderContext): string[] {
  if (typeof message === "string" || isCardElement(message)) return [];
  const attachments = "attachments" in message ? (message.attachments ?? []) : [];
  return [
    ...attachments.map((attachment) => renderAttachment(attachment, context)),
    ...(message.files ?? []).map((file) => renderUpload(file, context)),
  ];
}

function renderAttachment(attachment: Attachment, context: RenderContext): string {
  const uploaded = context.uploadOf?.(attachment);
  if (uploaded !== undefined) return renderFile(uploaded);
  const { name, type, url } = attachment;
  if (url === undefined) throw noAddress(name ?? type);
  return type === "image" ? buildImage(name ?? "", url) : buildLink(name ?? type, url);
}

function renderUpload(file: FileUpload, context: RenderContext): string {
  const uploaded = context.uploadOf?.(file);
  if (uploaded === undefined) throw noAddress(file.filename);
  return renderFile(uploaded);
}

/** A file as Markdown: a picture that stands alone, everything else as a link. */
export const renderFile = ({ url, name, isShownInline }: RenderedFile): string =>
  isShownInline ? buildImage(name, url) : buildLink(name, url);

const noAddress = (name: string): LinearAdapterError =>
  new LinearAdapterError(
    "MESSAGE_INVALID",
    `The file "${name}" has no address, and no content that could be uploaded; give it data, or post a link to it`,
    { file: name },
  );

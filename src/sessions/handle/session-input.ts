import type { SessionLinkNode } from "../../api/operations/session-updates.js";
import { type ErrorFacts, LinearAdapterError } from "../../errors.js";
import { fold } from "../../util/fold.js";
import { isWebAddress } from "../../util/web-address.js";
import type { ElicitationSignal, PlanStep, PlanStepStatus, SelectOption } from "../speech/session-effect.js";

/** A link that a session shows in Linear: to a dashboard, a pull request or the like. */
export type LinearSessionLink = SessionLinkNode;

/** Where a person links an account. */
export interface LinearAuthRequest {
  /** The page to open; https only. */
  url: string;
  /** The only Linear user who sees the link. Default: everybody in the session. */
  userId?: string | undefined;
  /** What the account is of, as people know it: "GitHub". */
  providerName?: string | undefined;
  /** What to tell them, Markdown. Default: to link the account. */
  body?: string | undefined;
}

/** Takes a text with something in it. The error calls it `name`, since it is the bot's own code that has to change. */
export function requireText(value: unknown, name: string): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw invalid(`${name} must be a text that is not blank`, { field: name });
}

/** The answers that a question offers. A plain text is both what is shown and what is sent back. */
export function toSelect(options: readonly (string | SelectOption)[]): ElicitationSignal {
  const list = requireList<string | SelectOption>(options, "options").map((option, index) => toOption(option, index));
  if (list.length === 0) throw invalid("options must offer something; leave them out for a free answer");
  // An answer comes back as text: as the label or as the value, in upper or lower case.
  requireUnique(
    list.map(({ label }) => fold(label)),
    "options must have different labels",
  );
  requireUnique(
    list.map(({ value }) => fold(value)),
    "options must have different values",
  );
  return { kind: "select", options: list };
}

function toOption(option: string | SelectOption, index: number): SelectOption {
  const name = `options[${index}]`;
  if (typeof option === "string") return { label: requireText(option, name), value: option };
  return {
    label: requireText(option?.label, `${name}.label`),
    value: requireText(option?.value, `${name}.value`),
  };
}

export function toAuth({ url, userId, providerName }: LinearAuthRequest): ElicitationSignal {
  // The error does not repeat the address: what follows the host may be a secret.
  if (!isWebAddress(url) || !/^https:/i.test(url)) throw invalid("url must be an https address", { field: "url" });
  return {
    kind: "auth",
    url,
    userId: userId === undefined ? undefined : requireText(userId, "userId"),
    providerName: providerName === undefined ? undefined : requireText(providerName, "providerName"),
  };
}

export function toAuthBody({ body, providerName }: LinearAuthRequest): string {
  if (body !== undefined) return requireText(body, "body");
  return providerName === undefined
    ? "Please link your account so that I can go on."
    : `Please link your ${providerName} account so that I can go on.`;
}

const STATUSES: { [Status in PlanStepStatus]: true } = {
  pending: true,
  inProgress: true,
  completed: true,
  canceled: true,
};

/** Linear refuses unknown keys, so only the known ones are taken. */
export function toSteps(steps: readonly PlanStep[]): PlanStep[] {
  return requireList<PlanStep>(steps, "steps").map((step, index) => {
    const content = requireText(step?.content, `steps[${index}].content`);
    if (!Object.hasOwn(STATUSES, step.status)) {
      throw invalid(`steps[${index}].status must be one of ${Object.keys(STATUSES).join(", ")}`);
    }
    return { content, status: step.status };
  });
}

export function toLinks(links: readonly LinearSessionLink[]): LinearSessionLink[] {
  const list = requireList<LinearSessionLink>(links, "links").map((link, index) => ({
    label: requireText(link?.label, `links[${index}].label`),
    url: requireWebAddress(link.url, `links[${index}].url`),
  }));
  requireUnique(
    list.map(({ url }) => url),
    "links must have different urls",
  );
  return list;
}

export const toUrls = (urls: readonly string[]): string[] =>
  requireList<string>(urls, "urls").map((url, index) => requireText(url, `urls[${index}]`));

const MAX_SUMMARY_LENGTH = 255;

/** Linear's rules for the title of a session, as `AgentSessionUpdateInput.summary` of `@linear/sdk` 98 states them. */
export function toSummary(summary: string | null): string | null {
  if (summary === null) return null;
  const text = requireText(summary, "summary");
  if (text.length > MAX_SUMMARY_LENGTH) {
    throw invalid(`summary must have at most ${MAX_SUMMARY_LENGTH} characters`, { length: text.length });
  }
  if (/[\n\r\u2028\u2029\0]/.test(text)) throw invalid("summary must be one line", { field: "summary" });
  return text;
}

function requireWebAddress(value: unknown, name: string): string {
  const url = requireText(value, name);
  if (isWebAddress(url)) return url;
  throw invalid(`${name} must be an http or https address`, { field: name });
}

function requireList<Item>(value: unknown, name: string): readonly Item[] {
  if (Array.isArray(value)) return value;
  throw invalid(`${name} must be a list`, { field: name });
}

function requireUnique(values: readonly string[], rule: string): void {
  if (new Set(values).size < values.length) throw invalid(rule);
}

const invalid = (reason: string, facts: ErrorFacts = {}): LinearAdapterError =>
  new LinearAdapterError("MESSAGE_INVALID", `Nothing was sent to Linear: ${reason}`, facts);

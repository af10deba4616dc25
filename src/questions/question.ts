import type { CardChoice } from "../render/card-choices.js";
import { normalizeAnswer } from "./normalize-answer.js";

/** One of the answers to a question. */
export interface Choice {
  /** What people see, and what Linear is given: unique among the choices of a question. */
  label: string;
  /** Plain text that says more than the label. */
  description?: string;
  actionId: string;
  /** What the bot's handler gets. It may be a token of the chat's, so it never leaves the process and its state. */
  value?: string;
}

/** A card that waits for an answer, as plain data. */
export interface Question {
  /** An id of ours, new each time a card asks: a card that is edited may ask again. */
  id: string;
  /** The thread that the bot posted to, as it named it: the chat binds its tokens to that. */
  threadId: string;
  /** The activity or comment that asks. */
  messageId: string;
  /** What it says, as Linear's Markdown. */
  body: string;
  /** When it was asked, by Linear's clock, ISO 8601: what was written before answers something else. */
  askedAt?: string;
  choices: readonly Choice[];
  /** Whether the two choices are a yes and a no that reactions can give. */
  isYesOrNo: boolean;
  /** The chat's records of the callbacks of an approval by token, so that each answer can be called back. */
  callbacks?: Readonly<Record<string, unknown>>;
}

/** The prefix of the value that the chat gives a button with a `callbackUrl`. */
const CALLBACK_PREFIX = "__cb:";

/** The chat's token in a choice's value, where its button has a `callbackUrl`. */
export function callbackToken({ value }: Pick<Choice, "value">): string | undefined {
  return value?.startsWith(CALLBACK_PREFIX) ? value.slice(CALLBACK_PREFIX.length) : undefined;
}

export const callbackValue = (token: string): string => `${CALLBACK_PREFIX}${token}`;

/** The choices of a card as answers. Labels that read the same are told apart by a number. */
export function toChoices(choices: readonly CardChoice[]): Choice[] {
  const taken = new Set<string>();
  const own = new Set(choices.map(({ label }) => normalizeAnswer(label)));
  return choices.map(({ label, description, actionId, value }) => {
    const unique = makeUnique(label, taken, own);
    taken.add(normalizeAnswer(unique));
    return {
      label: unique,
      ...(description === "" ? {} : { description }),
      actionId,
      ...(value === undefined ? {} : { value }),
    };
  });
}

function makeUnique(label: string, taken: ReadonlySet<string>, own: ReadonlySet<string>): string {
  if (!taken.has(normalizeAnswer(label))) return label;
  for (let count = 2; ; count += 1) {
    const numbered = `${label} (${count})`;
    const key = normalizeAnswer(numbered);
    if (!taken.has(key) && !own.has(key)) return numbered;
  }
}

/**
 * Whether a card is one of `requestApproval` from `chat/workflow`, which decides by itself whose answer counts: two
 * buttons with these ids and callbacks.
 */
export function isApproval(choices: readonly Choice[]): boolean {
  const ids = choices.map(({ actionId }) => actionId).join(" ");
  return ids === "approve deny" && choices.every((choice) => callbackToken(choice) !== undefined);
}

import { normalizeNames } from "../render/mention-names.js";
import { stripMentionTags } from "../render/mention-tags.js";
import { bareAnswer, linkReadings, normalizeAnswer } from "./normalize-answer.js";
import { type Choice, callbackToken } from "./question.js";

/** How an answer may be given. */
export interface AnswerRules {
  /** Whether the choices are shown as a numbered list. */
  isNumbered: boolean;
  /** Names that people may address the bot by. */
  names: readonly string[];
}

// The most that is read as an answer, far longer than an option. Comments may hold far more, and not all that reads an
// answer takes time in proportion.
const MAX_LENGTH = 2_000;

/**
 * The choice that a text picks: by label, by number or by value. The text as a whole counts, or else its first line,
 * below which people add words. `undefined` when it picks none, or more than one.
 */
export function matchAnswer(text: string, choices: readonly Choice[], rules: AnswerRules): Choice | undefined {
  const match = (part: string): Choice | undefined => matchText(part, choices, rules);
  const written = text.trim();
  const spoken = withoutMentions(written.slice(0, MAX_LENGTH), rules.names).trim();
  const picked = written.length <= MAX_LENGTH ? match(spoken) : undefined;
  if (picked) return picked;

  const [firstLine = "", ...below] = spoken.split("\n");
  const first = below.length > 0 ? match(firstLine) : undefined;
  const isTakenBack = first && below.some((line) => (match(line) ?? first) !== first);
  return isTakenBack ? undefined : first;
}

function matchText(text: string, choices: readonly Choice[], { isNumbered }: AnswerRules): Choice | undefined {
  const literal = [normalizeAnswer(text)];
  const readings = linkReadings(text).map(normalizeAnswer);
  const bare = readings.map(bareAnswer);
  // The attempts go from strict to lenient. A number beats a value: people see the one and not the other.
  const attempts = [
    () => pick(literal, choices, ({ label }) => [normalizeAnswer(label)]),
    () => pick(readings, choices, readingsOfLabel),
    () => (isNumbered ? pickNumbered(bare, choices) : []),
    () => pick(readings, choices, readingsOfValue),
    () => pick(bare, choices, (choice) => readingsOfLabel(choice).map(bareAnswer)),
    () => pick(bare, choices, (choice) => readingsOfValue(choice).map(bareAnswer)),
  ];
  for (const attempt of attempts) {
    const [picked, another] = attempt();
    if (picked !== undefined) return another === undefined ? picked : undefined;
  }
  return undefined;
}

function pick(
  readings: readonly string[],
  choices: readonly Choice[],
  read: (choice: Choice) => readonly string[],
): readonly Choice[] {
  return choices.filter((choice) => read(choice).some((text) => text !== "" && readings.includes(text)));
}

const readingsOfLabel = ({ label }: Choice): string[] => linkReadings(label).map(normalizeAnswer);

// The chat's tokens are no words that people know.
const readingsOfValue = (choice: Choice): string[] =>
  choice.value === undefined || callbackToken(choice) !== undefined
    ? []
    : linkReadings(choice.value).map(normalizeAnswer);

/** `2`, `2.`, `2)` and `#2`. */
function pickNumbered(bare: readonly string[], choices: readonly Choice[]): readonly Choice[] {
  const numbers = bare.map((reading) => /^#?(\d+)$/.exec(reading)?.[1]);
  return choices.filter((_choice, index) => numbers.includes(String(index + 1)));
}

/** Takes the names of the bot out: people address it in a thread, and that is no part of their answer. */
function withoutMentions(text: string, names: readonly string[]): string {
  const spoken = stripMentionTags(text);
  const mentions = normalizeNames(names).map((name) => `@${name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}`);
  if (mentions.length === 0) return spoken;
  const mention = `(?:${mentions.join("|")})`;
  return spoken
    .replace(new RegExp(`^\\s*${mention}(?![\\p{L}\\p{N}_-])[,:]?`, "iu"), "")
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])${mention}\\s*$`, "iu"), "");
}

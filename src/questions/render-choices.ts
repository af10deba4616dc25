import { escapeLine } from "../render/escape.js";
import type { Choice } from "./question.js";

/** The choices as people answer them in a comment thread: a numbered list, and how to answer. */
export function renderNumberedChoices(choices: readonly Choice[], isYesOrNo: boolean): string {
  const lines = choices.map((choice, index) => `${index + 1}. ${renderChoice(choice)}`);
  return `${lines.join("\n")}\n\n_${isYesOrNo ? REPLY_OR_REACT : REPLY}_`;
}

const REPLY = "Reply with a number or its text.";
const REPLY_OR_REACT = "Reply with a number or its text, or react with 👍 for 1 and 👎 for 2.";

/** The choices that have a description, for Linear's select, which shows labels only. "" where there are none. */
export function renderDescriptions(choices: readonly Choice[]): string {
  const described = choices.filter(({ description }) => description !== undefined);
  return described.map((choice) => `- ${renderChoice(choice)}`).join("\n");
}

const renderChoice = ({ label, description }: Choice): string =>
  description === undefined ? escapeLine(label) : `**${escapeLine(label)}**: ${escapeLine(description)}`;

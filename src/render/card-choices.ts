import {
  type ActionsElement,
  type AdapterPostableMessage,
  type ButtonElement,
  type CardChild,
  isCardElement,
  type PostableCard,
  type RadioSelectElement,
  type SelectElement,
  type SelectOptionElement,
} from "chat";
import { emojiText } from "./emoji.js";
import { escapeMarkdown, oneLine } from "./escape.js";

/** Something that a person can pick on a card: a button, or an option of a select. */
export interface CardChoice {
  kind: "button" | "option";
  /** Plain text on one line, never empty. */
  label: string;
  /** Plain text; "" where the card says no more than the label. */
  description: string;
  actionId: string;
  value: string | undefined;
}

/** A message that asks: its card without what can be picked, and what can be picked. */
export interface CardQuestion {
  message: PostableCard;
  choices: readonly CardChoice[];
}

type Action = ActionsElement["children"][number];

/** What a message asks, where it is a card with buttons or selects. Links and disabled buttons stay on the card. */
export function readCardQuestion(message: AdapterPostableMessage): CardQuestion | undefined {
  const postable = toPostableCard(message);
  if (postable === undefined) return undefined;
  const { card } = postable;
  const choices = card.children.flatMap(choicesOf);
  if (choices.length === 0) return undefined;
  const rest = { ...card, children: card.children.flatMap(withoutChoices) };
  return { message: { fallbackText: ASK_TO_CHOOSE, ...postable, card: rest }, choices };
}

/** The body of a card that is nothing but its choices: Linear refuses empty ones. */
const ASK_TO_CHOOSE = "Please choose:";

/** `message` with `markdown` as its last paragraph. */
export function appendToCard(message: PostableCard, markdown: string): PostableCard {
  return { ...message, card: { ...message.card, children: [...message.card.children, text(markdown)] } };
}

function toPostableCard(message: AdapterPostableMessage): PostableCard | undefined {
  if (typeof message === "string") return undefined;
  if (isCardElement(message)) return { card: message };
  return "card" in message ? message : undefined;
}

function choicesOf(child: CardChild): CardChoice[] {
  switch (child.type) {
    case "actions":
      return child.children.flatMap(choicesOfAction);
    case "section":
      return child.children.flatMap(choicesOf);
    default:
      return [];
  }
}

function choicesOfAction(action: Action): CardChoice[] {
  switch (action.type) {
    case "button":
      return action.disabled ? [] : [buttonChoice(action)];
    case "select":
    case "radio_select":
      return action.options.map((option) => optionChoice(action, option));
    default:
      return [];
  }
}

function buttonChoice({ id, label, value }: ButtonElement): CardChoice {
  return { kind: "button", label: plain(label) || id, description: "", actionId: id, value };
}

function optionChoice(
  { id }: SelectElement | RadioSelectElement,
  { label, value, description }: SelectOptionElement,
): CardChoice {
  return {
    kind: "option",
    label: plain(label) || value || id,
    description: plain(description ?? ""),
    actionId: id,
    value,
  };
}

/** Labels are plain text for Linear, so what the Chat SDK writes for an emoji is replaced here. */
const plain = (label: string): string =>
  oneLine(label.replace(/\{\{emoji:([^{}\s]+)\}\}/g, (_placeholder, name: string) => emojiText(name)));

/** What is left of a part of the card when its choices are taken out. The label of a select is a question. */
function withoutChoices(child: CardChild): CardChild[] {
  switch (child.type) {
    case "actions":
      return actionsWithoutChoices(child);
    case "section":
      return [{ ...child, children: child.children.flatMap(withoutChoices) }];
    default:
      return [child];
  }
}

function actionsWithoutChoices(actions: ActionsElement): CardChild[] {
  const kept = actions.children.filter((action) => choicesOfAction(action).length === 0);
  const labels = actions.children.flatMap((action) => ("options" in action && action.label ? [action.label] : []));
  return [
    ...labels.map((label) => text(`**${escapeMarkdown(label)}**`)),
    ...(kept.length === 0 ? [] : [{ ...actions, children: kept }]),
  ];
}

const text = (content: string): CardChild => ({ type: "text", content });

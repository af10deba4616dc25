import type { ActionsElement, ButtonElement, RadioSelectElement, SelectElement, SelectOptionElement } from "chat";
import { buildLink, escapeLine, escapeMarkdown } from "./escape.js";

type Action = ActionsElement["children"][number];

type ActionOf<Type extends Action["type"]> = Extract<Action, { type: Type }>;

type ActionRenderers = { readonly [Type in Action["type"]]: (action: ActionOf<Type>) => RenderedAction };

/** An action that shares a line with its neighbours, or one that needs a paragraph of its own. */
type RenderedAction = { kind: "inline"; text: string } | { kind: "block"; text: string };

const renderers: ActionRenderers = {
  button: (button) => ({ kind: "inline", text: renderButton(button) }),
  "link-button": ({ label, url }) => ({ kind: "inline", text: buildLink(label, url) }),
  radio_select: (select) => ({ kind: "block", text: renderChoice(select) }),
  select: (select) => ({ kind: "block", text: renderChoice(select) }),
};

/** Buttons, links and choices as text: `**[Approve]** · **[Reject]**`, and a choice as the list of its options. */
export function renderActions(actions: readonly Action[]): string {
  const blocks: string[] = [];
  let line: string[] = [];
  const endLine = (): void => {
    if (line.length > 0) blocks.push(line.join(" · "));
    line = [];
  };
  for (const action of actions) {
    const rendered = renderAction(action);
    if (rendered.text === "") continue;
    if (rendered.kind === "inline") line.push(rendered.text);
    else {
      endLine();
      blocks.push(rendered.text);
    }
  }
  endLine();
  return blocks.join("\n\n");
}

function renderAction<Type extends Action["type"]>(action: ActionOf<Type>): RenderedAction {
  const render: ActionRenderers[Type] | undefined = renderers[action.type as Type];
  return render === undefined ? { kind: "inline", text: "" } : render(action);
}

function renderButton({ label, disabled }: ButtonElement): string {
  const text = `[${escapeMarkdown(label)}]`;
  return disabled ? `${text} (disabled)` : `**${text}**`;
}

function renderChoice(select: SelectElement | RadioSelectElement): string {
  const label = escapeMarkdown(select.label);
  const options = select.options.map((option) => renderOption(option, select.initialOption));
  return [label === "" ? "" : `**${label}**`, options.join("\n")].filter((part) => part !== "").join("\n\n");
}

function renderOption({ label, value, description }: SelectOptionElement, selected: string | undefined): string {
  const name = label || value;
  const marked = value === selected ? `**${escapeMarkdown(name)}** (selected)` : escapeLine(name);
  return description ? `- ${marked}: ${escapeMarkdown(description)}` : `- ${marked}`;
}

import { type ActionsElement, type CardChild, type CardElement, cardChildToFallbackText, type TextStyle } from "chat";
import { renderActions } from "./card-actions.js";
import { chartTable } from "./card-chart.js";
import { buildImage, buildLink, escapeLine, escapeMarkdown, oneLine } from "./escape.js";
import { renderTable } from "./table.js";

/**
 * A card as Markdown. Titles, labels and names are plain text and escaped; text, field values and table cells are
 * Markdown. Linear has no buttons: actions become text that names them.
 */
export function renderCard(card: CardElement): string {
  return joinBlocks([
    card.title ? bold(escapeMarkdown(card.title)) : "",
    card.subtitle ? escapeLine(card.subtitle) : "",
    card.imageUrl ? buildImage(card.title ?? "", card.imageUrl) : "",
    ...card.children.map(renderChild),
  ]);
}

type ChildOf<Type extends CardChild["type"]> = Extract<CardChild, { type: Type }>;

type ChildRenderers = { readonly [Type in CardChild["type"]]: (child: ChildOf<Type>) => string };

const renderers: ChildRenderers = {
  actions: (actions: ActionsElement) => renderActions(actions.children),
  chart: ({ title, chart }) => joinBlocks([bold(escapeMarkdown(title)), renderTable(chartTable(chart))]),
  divider: () => "---",
  fields: ({ children }) => children.map(({ label, value }) => renderField(label, value)).join("\n"),
  image: ({ url, alt }) => buildImage(alt ?? "", url),
  link: ({ label, url }) => buildLink(label, url),
  section: ({ children }) => joinBlocks(children.map(renderChild)),
  table: (table) => renderTable(table),
  text: ({ content, style }) => styleText(content, style ?? "plain"),
};

function renderChild<Type extends CardChild["type"]>(child: ChildOf<Type>): string {
  // A newer `chat` may know children that this table does not.
  const render: ChildRenderers[Type] | undefined = renderers[child.type as Type];
  return render === undefined ? (cardChildToFallbackText(child) ?? "") : render(child);
}

// Each field is a list item: Markdown joins the lines of a paragraph.
function renderField(label: string, value: string): string {
  const name = escapeMarkdown(oneLine(label).replace(/:$/, ""));
  const text = value.trim().replace(/\n/g, "\n  ");
  return name === "" ? `- ${text}` : `- ${bold(`${name}:`)} ${text}`.trimEnd();
}

const STYLE_MARKERS: Readonly<Record<TextStyle, string>> = { plain: "", bold: "**", muted: "_" };

// Lines that start a block, and texts with a fence or with the marker itself, would be broken by wrapping them.
function styleText(content: string, style: TextStyle): string {
  const marker = STYLE_MARKERS[style] ?? "";
  if (marker === "" || content.includes(marker) || /^\s*(?:```|~~~)/m.test(content)) return content;
  return content
    .split("\n")
    .map((line) => line.replace(/^(\s*)(?![-*+>#|\s]|\d+[.)])(.*\S)(\s*)$/, `$1${marker}$2${marker}$3`))
    .join("\n");
}

const bold = (text: string): string => (text === "" ? "" : `**${text}**`);

const joinBlocks = (blocks: readonly string[]): string => blocks.filter((block) => block.trim() !== "").join("\n\n");

import { styleText } from "node:util";

/** How parts of the output look. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const plain = (text: string): string => text;

export const plainStyle: Style = { strong: plain, faint: plain, good: plain, bad: plain };

export const colourStyle: Style = {
  strong: (text) => styleText("bold", text),
  faint: (text) => styleText("dim", text),
  good: (text) => styleText("green", text),
  bad: (text) => styleText("red", text),
};

/** Colours on terminals only, and not for those who do not want them: https://no-color.org */
export function styleFor(output: { isTTY?: boolean | undefined }, noColor: string | undefined): Style {
  return output.isTTY && !noColor ? colourStyle : plainStyle;
}

import MarkdownIt from "markdown-it";
import { configureTokenizer, type MarkdownToken, type Tokenize } from "../../../src/render/text/tokenizer.js";

export interface CountingTokenizer {
  tokenize: Tokenize;
  /** How much has been done: rules tried, tokens gone over, tokens made. */
  steps(): number;
}

/** The tokenizer with a counter around each of its rules. */
export function createCountingTokenizer(): CountingTokenizer {
  let count = 0;
  const parser = new MarkdownIt("default");
  const counted =
    <Arguments extends unknown[], Result>(rule: (...values: Arguments) => Result) =>
    (...values: Arguments): Result => {
      count += 1;
      return rule(...values);
    };
  const tokenize = configureTokenizer(parser);
  for (const rule of parser.block.ruler.__rules__) rule.fn = counted(rule.fn);
  for (const rule of parser.inline.ruler.__rules__) rule.fn = counted(rule.fn);
  const skip = parser.inline.skipToken.bind(parser.inline);
  parser.inline.skipToken = counted(skip);
  return {
    tokenize: (markdown) => {
      const tokens = tokenize(markdown);
      count += countTokens(tokens);
      return tokens;
    },
    steps: () => count,
  };
}

const countTokens = (tokens: readonly MarkdownToken[]): number =>
  tokens.reduce((sum, { children }) => sum + 1 + countTokens(children ?? []), 0);

import type { MarkdownIt, Token } from "markdown-it";

export type MarkdownToken = Token;

export type Tokenize = (markdown: string) => MarkdownToken[];

/** A Markdown tokenizer that is loaded when the first text needs it. */
export interface Tokenizer {
  load(): Promise<Tokenize>;
  /** What {@link load} has resolved to; undefined before that. */
  loaded(): Tokenize | undefined;
  /** The loading that is under way. */
  loading(): Promise<unknown> | undefined;
}

export function createTokenizer(): Tokenizer {
  let loading: Promise<Tokenize> | undefined;
  let tokenize: Tokenize | undefined;
  return {
    load: () => {
      loading ??= import("markdown-it").then(({ default: Parser }) => {
        tokenize = configureTokenizer(new Parser());
        return tokenize;
      });
      return loading;
    },
    loaded: () => tokenize,
    loading: () => (tokenize === undefined ? loading : undefined),
  };
}

/** How deep quotes, lists and emphasis are read. What lies deeper is left out by the tokenizer. */
export const MAX_NESTING = 100;

// An address is text whatever it points to, and how quotation marks look is the reader's.
const NEEDLESS_RULES = ["linkify", "replacements", "smartquotes"];

/** Makes the tokenizer of a markdown-it parser that has its default rules. */
export function configureTokenizer(parser: MarkdownIt): Tokenize {
  parser.set({ html: true, maxNesting: MAX_NESTING });
  parser.disable(NEEDLESS_RULES);
  // A link counts as one in the tree whatever its scheme.
  parser.validateLink = () => true;
  return (markdown) => parser.parse(markdown, {});
}

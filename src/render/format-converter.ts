import { type AdapterPostableMessage, BaseFormatConverter, parseMarkdown, type Root } from "chat";
import { stripMentionTags } from "./mention-tags.js";
import { toPlainText } from "./plain-text.js";
import { type RenderContext, renderMessage } from "./render-message.js";
import { stringifyForLinear } from "./stringify.js";

/** Converts between Linear's Markdown and mdast trees. */
export class LinearFormatConverter extends BaseFormatConverter {
  readonly #context: RenderContext;

  constructor(context: RenderContext = { profileUrl: () => undefined }) {
    super();
    this.#context = context;
  }

  /** A tree as Markdown for Linear, without needless escapes and with bare addresses. */
  override fromAst(ast: Root): string {
    return stringifyForLinear(ast);
  }

  /** The tree of a body that Linear sent; mention tags become `@name`. */
  override toAst(body: string): Root {
    return parseMarkdown(stripMentionTags(body));
  }

  override extractPlainText(body: string): string {
    return toPlainText(body);
  }

  /** @throws {LinearAdapterError} `MESSAGE_INVALID` as {@link renderMessage} does. */
  override renderPostable(message: AdapterPostableMessage): string {
    return renderMessage(message, this.#context);
  }
}

import { type AdapterPostableMessage, BaseFormatConverter, type Root } from "chat";
import { createLinearText, type LinearText } from "./linear-text.js";
import { type RenderContext, renderMessage } from "./render-message.js";
import { stringifyForLinear } from "./stringify.js";

/** Converts between Linear's Markdown and mdast trees. */
export class LinearFormatConverter extends BaseFormatConverter {
  readonly #context: RenderContext;
  readonly #read: (body: string) => LinearText;

  constructor(
    context: RenderContext = { profileUrl: () => undefined },
    read: (body: string) => LinearText = (body) => createLinearText(body, undefined),
  ) {
    super();
    this.#context = context;
    this.#read = read;
  }

  /** A tree as Markdown for Linear, without needless escapes and with bare addresses. */
  override fromAst(ast: Root): string {
    return stringifyForLinear(ast);
  }

  /**
   * The tree of a body that Linear sent; mention tags become `@name`. A body that would take long to parse is one text
   * node.
   */
  override toAst(body: string): Root {
    return this.#read(body).toTree();
  }

  override extractPlainText(body: string): string {
    return this.#read(body).toPlainText();
  }

  /** @throws {LinearAdapterError} `MESSAGE_INVALID` as {@link renderMessage} does. */
  override renderPostable(message: AdapterPostableMessage): string {
    return renderMessage(message, this.#context);
  }
}

import { type Content, getNodeChildren, getNodeValue, type Root } from "chat";
import type { InlinePart } from "./inline-scan.js";

/** What somebody says in a tree, as the parts that tokens give: not what stands in a quote or in a block of code. */
export const treeToParts = (tree: Root): InlinePart[] => tree.children.flatMap(toParts);

function toParts(node: Content): InlinePart[] {
  switch (node.type) {
    case "blockquote":
    case "code":
      return [];
    case "inlineCode":
      return [{ kind: "quiet", text: node.value }];
    case "text":
      return [{ kind: "text", text: node.value }];
    case "html":
      return [{ kind: "html", html: getNodeValue(node), text: getNodeValue(node) }];
    case "image":
      return [{ kind: "quiet", text: node.alt ?? "" }];
    case "link":
      return [{ kind: "link-start", url: node.url }, ...node.children.flatMap(toParts), { kind: "link-end" }];
    default:
      return [EDGE, ...getNodeChildren(node).flatMap(toParts), EDGE];
  }
}

const EDGE: InlinePart = { kind: "edge", text: "" };

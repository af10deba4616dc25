/** Puts the texts of blocks together as the Chat SDK does with a tree: what is empty leaves no gap. */
export interface BlockText {
  /** `type` is that of the opening token. */
  open(type: string): void;
  close(): void;
  add(text: string): void;
  /** All that was added. */
  toText(): string;
}

interface Container {
  type: string;
  texts: string[];
}

const ROOT = "root";

export function createBlockText(): BlockText {
  const root: Container = { type: ROOT, texts: [] };
  const containers: Container[] = [root];
  const innermost = (): Container => containers.at(-1) ?? root;

  return {
    open: (type) => {
      containers.push({ type, texts: [] });
    },
    close: () => {
      const closed = containers.pop();
      if (closed) innermost().texts.push(join(closed));
    },
    add: (text) => {
      innermost().texts.push(text);
    },
    toText: () => join(root),
  };
}

function join({ type, texts }: Container): string {
  switch (type) {
    case ROOT:
      return texts.filter((text) => text !== "").join("\n\n");
    case "table_open":
      return texts.filter((row) => row.trim() !== "").join("\n");
    case "tr_open":
      return texts.join("\t");
    case "bullet_list_open":
    case "ordered_list_open":
    case "list_item_open":
    case "blockquote_open":
      return texts.filter((text) => text !== "").join("\n");
    default:
      // Paragraphs, headings and cells hold one text.
      return texts.join("");
  }
}

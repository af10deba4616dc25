import { posix } from "node:path";
import { withoutCode } from "./markdown.js";

/** A Markdown file: `path` is relative to the repository. */
export interface Document {
  path: string;
  text: string;
}

interface Link {
  line: number;
  target: string;
}

/**
 * The links of documents that lead nowhere, each as "file:line target". Addresses with a scheme are not looked at.
 * @param isAlive whether a path of the repository, without a slash at the end, may be linked to from `document`.
 */
export function findDeadLinks(
  documents: readonly Document[],
  isAlive: (path: string, document: string) => boolean,
): string[] {
  const anchors = new Map(documents.map(({ path, text }) => [path, readAnchors(text)]));
  return documents.flatMap(({ path: document, text }) =>
    readLinks(text)
      .filter(({ target }) => {
        const [file = "", anchor] = target.split("#");
        const path = file === "" ? document : posix.join(posix.dirname(document), file).replace(/\/$/, "");
        const isThere = file === "" || isAlive(path, document);
        return !isThere || (anchor !== undefined && !anchors.get(path)?.includes(anchor));
      })
      .map(({ line, target }) => `${document}:${line} ${target}`),
  );
}

/** Whether npm packs a path, by the `files` of package.json and by what it always packs. */
export function isPacked(path: string, files: readonly string[]): boolean {
  const isBelow = (entry: string): boolean => `${path}/`.startsWith(`${entry.replace(/\/$/, "")}/`);
  const left = files.filter((entry) => entry.startsWith("!")).map((entry) => entry.slice(1));
  const kept = ["README.md", "LICENSE", "package.json", ...files];
  return kept.some(isBelow) && !left.some(isBelow);
}

/** The relative links and anchors outside code, in order. */
function readLinks(markdown: string): Link[] {
  return withoutCode(markdown)
    .split("\n")
    .flatMap((text, index) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ line: index + 1, target })),
    )
    .filter(({ target }) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** The anchors that GitHub gives the headings. */
function readAnchors(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(markdown).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) => {
    const slug = toSlug(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

const toSlug = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

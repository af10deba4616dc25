import { isPresent } from "./repository.js";

const ELSEWHERE = /^(?:docs|test|src)\//;

/** The paths that each recipe of CONTRIBUTING.md names, by what is added: a list item that opens in bold. */
export function readRecipes(guide: string): Map<string, string[]> {
  const section = guide.slice(guide.indexOf("## Where to change what"), guide.indexOf("## Code"));
  const items = section.split(/^- /m).slice(1);
  return new Map(
    items.map((item) => {
      const [, task = "", files = ""] = /^\*\*(.+?)\*\*:([\s\S]*)/.exec(item) ?? [];
      return [task, [...files.matchAll(/`([\w./-]+(?:\.\w+|\/))`/g)].map(([, path = ""]) => toPath(path))];
    }),
  );
}

/** Paths of files below `src/` are written without it. */
const toPath = (path: string): string => (ELSEWHERE.test(path) || isPresent(path) ? path : `src/${path}`);

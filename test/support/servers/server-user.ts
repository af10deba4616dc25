import { execFileSync } from "node:child_process";

/** Who a server runs as, when not as ourselves. */
export interface ServerUser {
  uid: number;
  gid: number;
}

// Debian's package makes the first; the second is on every Unix.
const CANDIDATES = ["postgres", "nobody"];

/** PostgreSQL refuses to run as root. `undefined` when we are not root, and so run it ourselves. */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = CANDIDATES.map(readUser).find((candidate) => candidate !== undefined);
  if (user) return user;
  throw new Error(`PostgreSQL does not run as root, and there is no user ${CANDIDATES.join(" or ")}`);
}

function readUser(name: string): ServerUser | undefined {
  const read = (what: "-u" | "-g"): number =>
    Number(execFileSync("id", [what, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: read("-u"), gid: read("-g") };
  } catch {
    return undefined;
  }
}

import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerUser } from "./server-user.js";

/** A folder for a server's files, which is gone at the latest when this process ends. */
export interface ServerDirectory {
  path: string;
  remove(): void;
}

export function createServerDirectory(name: string, owner?: ServerUser): ServerDirectory {
  const path = mkdtempSync(join(tmpdir(), `linear-test-${name}-`));
  if (owner) chownSync(path, owner.uid, owner.gid);
  const removeFiles = (): void => rmSync(path, { recursive: true, force: true });
  process.once("exit", removeFiles);
  return {
    path,
    remove: () => {
      process.off("exit", removeFiles);
      removeFiles();
    },
  };
}

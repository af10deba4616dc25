import type { Attachment } from "chat";
import { findFiles } from "./find-files.js";

/** The files that messages show and link. */
export interface Files {
  /** The files in texts of one organization, as attachments. */
  attachmentsIn(texts: readonly string[], organizationId: string): Attachment[];
}

export interface FilesParts {
  /** Below which Linear's files are. */
  base: URL;
}

export function createFiles({ base }: FilesParts): Files {
  return {
    attachmentsIn: (texts) => findFiles(texts, base).map(({ attachment }) => attachment),
  };
}

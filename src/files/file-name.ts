import { endingOf } from "./file-types.js";

const MAX_NAME_LENGTH = 200;

/** A name that somebody may give a file on a disk: a label is chosen by whoever comments. */
export const toFileName = (name: string): string =>
  name
    .replace(/[/\\\p{C}]+/gu, "_")
    .replace(/^\.+/, "_")
    .slice(-MAX_NAME_LENGTH)
    // Half a character has no place in an address.
    .replace(/^\p{Surrogate}/u, "");

/** The name of a file that is uploaded, on one line; one after its type where it has none. */
export function toUploadName(name: string | undefined, mimeType: string | undefined): string {
  const given = toFileName((name ?? "").replace(/\s+/g, " ").trim()).trim();
  if (given !== "") return given;
  const [kind = "file"] = mimeType?.split("/") ?? [];
  const ending = mimeType === undefined ? undefined : endingOf(mimeType);
  return `${KINDS.has(kind) ? kind : "file"}${ending === undefined ? "" : `.${ending}`}`;
}

const KINDS: ReadonlySet<string> = new Set(["image", "video", "audio"]);

/** What a `data:` address holds. https://www.rfc-editor.org/rfc/rfc2397 */
export interface DataUrl {
  mimeType: string | undefined;
  bytes: Uint8Array<ArrayBuffer>;
}

export const isDataUrl = (url: string): boolean => /^data:/i.test(url.trimStart());

/** @throws {URIError} where the content is not encoded as an address has it. */
export function readDataUrl(url: string): DataUrl {
  const comma = url.indexOf(",");
  if (comma === -1) throw new URIError("The data: address has no content");
  const head = url.slice(0, comma).trimStart().slice("data:".length);
  const content = decodeURIComponent(url.slice(comma + 1));
  const [mimeType = ""] = head.split(";");
  const bytes = Buffer.from(content, /;base64$/i.test(head.trimEnd()) ? "base64" : "utf8");
  return { mimeType: mimeType.trim() || undefined, bytes: new Uint8Array(bytes) };
}

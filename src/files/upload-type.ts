import { typeOfHeader, typeOfName } from "./file-types.js";

const UNKNOWN_TYPE = "application/octet-stream";

/** How much of a file tells its type. */
export const HEAD_BYTES = 16;

/** The type of a file that is uploaded: as it was given, else by its first bytes, else by its name. */
export function typeOfUpload(given: string | undefined, head: Uint8Array, name: string): string {
  const type = typeOfHeader(given ?? null);
  if (type !== undefined && MIME_TYPE.test(type)) return type;
  return typeOfBytes(head) ?? typeOfName(name)?.mimeType ?? UNKNOWN_TYPE;
}

// https://www.rfc-editor.org/rfc/rfc6838#section-4.2
const MIME_TYPE = /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9][\w!#$&^.+-]{0,126}$/;

/** The type that the first bytes of pictures and PDFs tell. https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
function typeOfBytes(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head);
  return SIGNATURES.find(([signature]) => signature.test(text))?.[1];
}

const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF[\s\S]{4}WEBP/, "image/webp"],
  [/^%PDF-/, "application/pdf"],
];

/** Whether a type is allowed by a list such as `["image/*", "application/pdf"]`. */
export const isAllowedType = (mimeType: string, allowed: readonly string[]): boolean =>
  allowed.some(
    (pattern) =>
      pattern === "*/*" || (pattern.endsWith("/*") ? mimeType.startsWith(pattern.slice(0, -1)) : pattern === mimeType),
  );

/** Whether Linear and browsers show a file of this type within a text. */
export const isShownInline = (mimeType: string): boolean => mimeType.startsWith("image/") && !NOT_SHOWN.has(mimeType);

const NOT_SHOWN: ReadonlySet<string> = new Set(["image/heic", "image/heif", "image/tiff"]);

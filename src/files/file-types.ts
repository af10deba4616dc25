import type { Attachment } from "chat";

/** What a file is, as far as its name tells. */
export interface FileType {
  type: Attachment["type"];
  mimeType: string;
}

const image = (mimeType: string): FileType => ({ type: "image", mimeType });
const video = (mimeType: string): FileType => ({ type: "video", mimeType });
const audio = (mimeType: string): FileType => ({ type: "audio", mimeType });
const file = (mimeType: string): FileType => ({ type: "file", mimeType });

// The endings of what people put into issues. https://www.iana.org/assignments/media-types
const BY_ENDING: ReadonlyMap<string, FileType> = new Map([
  ["avif", image("image/avif")],
  ["bmp", image("image/bmp")],
  ["gif", image("image/gif")],
  ["heic", image("image/heic")],
  ["jpeg", image("image/jpeg")],
  ["jpg", image("image/jpeg")],
  ["png", image("image/png")],
  ["tiff", image("image/tiff")],
  ["webp", image("image/webp")],
  ["m4v", video("video/mp4")],
  ["mov", video("video/quicktime")],
  ["mp4", video("video/mp4")],
  ["webm", video("video/webm")],
  ["flac", audio("audio/flac")],
  ["m4a", audio("audio/mp4")],
  ["mp3", audio("audio/mpeg")],
  ["ogg", audio("audio/ogg")],
  ["wav", audio("audio/wav")],
  ["csv", file("text/csv")],
  ["docx", file("application/vnd.openxmlformats-officedocument.wordprocessingml.document")],
  ["html", file("text/html")],
  ["json", file("application/json")],
  ["log", file("text/plain")],
  ["md", file("text/markdown")],
  ["pdf", file("application/pdf")],
  ["pptx", file("application/vnd.openxmlformats-officedocument.presentationml.presentation")],
  // Models take no drawings: an SVG among pictures makes them refuse the whole prompt.
  ["svg", file("image/svg+xml")],
  ["txt", file("text/plain")],
  ["xlsx", file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")],
  ["xml", file("application/xml")],
  ["yaml", file("application/yaml")],
  ["yml", file("application/yaml")],
  ["zip", file("application/zip")],
]);

/** The type that the ending of a name stands for. */
export function typeOfName(name: string): FileType | undefined {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1];
  return ending === undefined ? undefined : BY_ENDING.get(ending.toLowerCase());
}

/** The ending that a name of a file of this type has; undefined for a type that has none here. */
export function endingOf(mimeType: string): string | undefined {
  if (mimeType === "image/jpeg") return "jpg";
  if (mimeType === "text/plain") return "txt";
  return [...BY_ENDING].find(([, known]) => known.mimeType === mimeType)?.[0];
}

/** The type that a `Content-Type` names. Undefined where it says only that there are bytes. */
export function typeOfHeader(contentType: string | null): string | undefined {
  const [type = ""] = (contentType ?? "").split(";");
  const mimeType = type.trim().toLowerCase();
  return mimeType === "" || mimeType.endsWith("/octet-stream") ? undefined : mimeType;
}

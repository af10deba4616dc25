import type { AdapterPostableMessage, Attachment, CardElement, FileUpload } from "chat";
import type { NewUpload } from "../files/create-uploads.js";
import { isDataUrl, readDataUrl } from "../files/data-url.js";
import { parseFileAddress } from "../files/file-address.js";
import { listCardImages } from "../render/card-images.js";

/** What a message names a file by: the object itself, or the address of a card's picture. */
export type FileKey = FileUpload | Attachment | string;

/** Where files are that need no upload. */
export interface FilePlaces {
  /** Below which Linear's files are. */
  base: URL;
  organizationId: string | undefined;
}

/**
 * The files of a message that have to be uploaded, each once: what it holds itself, and what somebody has to fetch for it.
 * Linear copies a picture that has an address of the web by itself.
 * https://linear.app/developers/how-to-upload-a-file-to-linear
 */
export function listUploads(message: AdapterPostableMessage, places: FilePlaces): Map<FileKey, NewUpload> {
  const uploads = new Map<FileKey, NewUpload>();
  for (const url of listCardImages(message)) if (isDataUrl(url)) uploads.set(url, fromDataUrl(url, undefined));
  if (!isMessage(message)) return uploads;
  const { attachments, files } = { attachments: undefined, ...message };
  for (const attachment of attachments ?? []) {
    const upload = toUpload(attachment, places);
    if (upload !== undefined) uploads.set(attachment, upload);
  }
  for (const file of files ?? []) {
    uploads.set(file, { name: file.filename, mimeType: file.mimeType, content: () => file.data });
  }
  return uploads;
}

/** What a model's run gave back has `files` of its own, which nobody asked for. */
const isMessage = (message: AdapterPostableMessage): message is Exclude<PostableObject, CardElement> =>
  typeof message === "object" && ["raw", "markdown", "ast", "card"].some((key) => key in message);

type PostableObject = Exclude<AdapterPostableMessage, string>;

function toUpload(attachment: Attachment, places: FilePlaces): NewUpload | undefined {
  const { name, mimeType, url, data, fetchData } = attachment;
  if (data !== undefined) return { name, mimeType, content: () => data };
  if (isThere(attachment, places)) return undefined;
  if (fetchData !== undefined) return { name, mimeType, content: () => fetchData.call(attachment) };
  return url !== undefined && isDataUrl(url) ? { ...fromDataUrl(url, name), ...(mimeType && { mimeType }) } : undefined;
}

/** Whether everybody who sees the message can open the file where it is: in Linear, and in the same organization. */
function isThere({ url, fetchMetadata }: Attachment, { base, organizationId }: FilePlaces): boolean {
  if (url === undefined || parseFileAddress(url, base) === undefined) return false;
  const owner = fetchMetadata?.organizationId;
  return owner === undefined || organizationId === undefined || owner === organizationId;
}

const fromDataUrl = (url: string, name: string | undefined): NewUpload => ({
  name,
  mimeType: /^\s*data:([^;,]+)/i.exec(url)?.[1],
  content: () => readDataUrl(url).bytes,
});

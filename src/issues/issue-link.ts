import type { LinearApi } from "../api/operation.js";
import { createAttachment } from "../api/operations/issue-changes.js";
import { LinearAdapterError } from "../errors.js";
import type { Uploads } from "../files/create-uploads.js";
import type { LinearFileContent } from "../files/read-content.js";
import { isWebAddress } from "../util/web-address.js";

/** A link on an issue. */
export interface LinearIssueLink {
  url: string;
  title: string;
  /** Second line of the link. */
  subtitle?: string;
}

/** A file that is put on an issue. */
export interface LinearIssueFile {
  data: LinearFileContent;
  filename: string;
  /** Default: what its bytes and its name tell. */
  mimeType?: string;
  /** Default: its name. */
  title?: string;
  /** Second line of the link. */
  subtitle?: string;
}

/** A file that an issue has. */
export interface LinearAttachedFile {
  /** Of the attachment. */
  id: string;
  /** Where Linear keeps the file, for those with a token. */
  url: string;
}

export async function attachFile(
  api: LinearApi,
  uploads: Pick<Uploads, "uploadOne">,
  issueId: string,
  { data, filename, mimeType, title, subtitle }: LinearIssueFile,
): Promise<LinearAttachedFile> {
  const { url, name } = await uploads.uploadOne({ name: filename, mimeType, content: () => data });
  const link = { url, title: title ?? name, ...(subtitle === undefined ? {} : { subtitle }) };
  return { id: await attachLink(api, issueId, link), url };
}

export async function attachLink(
  api: LinearApi,
  issueId: string,
  { url, title, subtitle }: LinearIssueLink,
): Promise<string> {
  if (!isWebAddress(url)) {
    throw new LinearAdapterError("MESSAGE_INVALID", "The url of a link must be an http or https address");
  }
  return await api.execute(createAttachment, {
    input: { issueId, url, title, ...(subtitle === undefined ? {} : { subtitle }) },
  });
}

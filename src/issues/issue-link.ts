import type { LinearApi } from "../api/operation.js";
import { createAttachment } from "../api/operations/issue-changes.js";
import { LinearAdapterError } from "../errors.js";
import { isWebAddress } from "../util/web-address.js";

/** A link on an issue. */
export interface LinearIssueLink {
  url: string;
  title: string;
  /** Second line of the link. */
  subtitle?: string;
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

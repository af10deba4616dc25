import { readBoolean, readObject, readString } from "../../util/json.js";
import { toNetworkReason } from "../../util/network-reason.js";
import type { CliHost } from "../cli-host.js";

export interface Viewer {
  displayName: string;
  app: boolean;
  /** The workspace's name. */
  organization: string;
}

/** `date`: the `Date` header. */
export type ViewerAnswer =
  | { kind: "answered"; viewer: Viewer; date: string | undefined }
  | { kind: "refused"; status: number; date: string | undefined }
  | { kind: "unreachable"; reason: string };

const TIMEOUT_MS = 10_000;
const QUERY = "query Doctor { viewer { displayName app organization { name } } }";

/** Asks once, without the adapter's retries: whoever waits for `doctor` wants to know what happens now. Never rejects. */
export async function askViewer(endpoint: URL, authorization: string, host: CliHost): Promise<ViewerAnswer> {
  try {
    const response = await host.fetch(endpoint, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ query: QUERY }),
    });
    const date = response.headers.get("date") ?? undefined;
    const text = await response.text();
    if (!response.ok || !text.includes('"viewer"')) return { kind: "refused", status: response.status, date };
    return { kind: "answered", viewer: readViewer(JSON.parse(text)), date };
  } catch (error) {
    return { kind: "unreachable", reason: toNetworkReason(error, [authorization]) };
  }
}

function readViewer(answer: object): Viewer {
  const viewer = readObject(readObject({ ...answer }, "data", ""), "viewer", "data");
  return {
    displayName: readString(viewer, "displayName", "viewer"),
    app: readBoolean(viewer, "app", "viewer"),
    organization: readString(readObject(viewer, "organization", "viewer"), "name", "viewer.organization"),
  };
}

import type { ChannelVisibility } from "chat";
import { createRecentMap } from "../../util/recent-map.js";

/** Who can see an issue, of the issues that Linear told about last. */
export interface Visibilities {
  remember(issueId: string, visibility: ChannelVisibility): void;
  /** "unknown" of an issue that was not read lately. */
  find(issueId: string | undefined): ChannelVisibility;
}

// A hundred bytes each: more issues than a process works on in an hour.
const CAPACITY = 1_000;

export function createVisibilities(): Visibilities {
  const known = createRecentMap<ChannelVisibility>(CAPACITY);
  return {
    remember: (issueId, visibility) => known.set(issueId, visibility),
    find: (issueId) => (issueId === undefined ? undefined : known.get(issueId)) ?? "unknown",
  };
}

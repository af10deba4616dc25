import type { ChannelVisibility } from "chat";
import { createRecentMap } from "../../util/recent-map.js";

/** Who can see an issue, as far as Linear has told lately: the Chat SDK asks at once, and cannot wait for an answer. */
export interface Visibilities {
  note(issueId: string, visibility: ChannelVisibility): void;
  /** Notes that somebody from outside writes on an issue, as in a channel of Slack that it is synced with. */
  noteOutsider(issueId: string): void;
  /** "unknown" where nothing has told. */
  of(issueId: string | undefined): ChannelVisibility;
}

const CAPACITY = 5_000;

export function createVisibilities(): Visibilities {
  const known = createRecentMap<ChannelVisibility>(CAPACITY);
  const outside = createRecentMap<true>(CAPACITY);
  return {
    note: (issueId, visibility) => known.set(issueId, visibility),
    noteOutsider: (issueId) => outside.set(issueId, true),
    of: (issueId = "") => (outside.get(issueId) ? "external" : (known.get(issueId) ?? "unknown")),
  };
}

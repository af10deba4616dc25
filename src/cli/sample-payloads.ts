import { randomUUID } from "node:crypto";
import type { JsonObject } from "../util/json.js";

export const SAMPLE_EVENTS = ["comment", "mention", "session"] as const;

export interface Sample {
  event: (typeof SAMPLE_EVENTS)[number];
  text: string;
  /** The bot's @handle, for a mention. */
  handle: string;
  /** Ids that the bot will ask Linear for. Made up where they are missing. */
  organizationId: string | undefined;
  issueId: string | undefined;
}

/** What Linear sends for such an event: https://linear.app/developers/webhooks and https://linear.app/developers/agents */
export function toSamplePayload(sample: Sample, now: Date): JsonObject {
  const at = now.toISOString();
  const { organizationId = randomUUID(), issueId = randomUUID() } = sample;
  const person = {
    id: randomUUID(),
    name: "Ada Lovelace",
    email: "ada@example.com",
    url: "https://linear.app/acme/profiles/ada",
  };
  const issue = {
    id: issueId,
    identifier: "TRY-1",
    title: "Tried from the command line",
    teamId: randomUUID(),
    team: { id: randomUUID(), key: "TRY", name: "Try" },
    url: "https://linear.app/acme/issue/TRY-1",
  };
  const place = { organizationId, createdAt: at };
  switch (sample.event) {
    case "comment":
      return { ...place, ...toComment(sample.text, { at, person, issue }) };
    case "mention":
      return { ...place, ...toComment(`@${sample.handle} ${sample.text}`, { at, person, issue }) };
    case "session":
      return {
        ...place,
        type: "AgentSessionEvent",
        action: "created",
        oauthClientId: randomUUID(),
        appUserId: randomUUID(),
        agentSession: {
          id: randomUUID(),
          createdAt: at,
          updatedAt: at,
          status: "pending",
          type: "commentThread",
          creatorId: person.id,
          creator: person,
          issueId,
          issue,
          comment: { id: randomUUID(), body: sample.text, userId: person.id, issueId },
        },
        promptContext: null,
        guidance: null,
      };
  }
}

interface CommentFacts {
  at: string;
  person: JsonObject & { id: string };
  issue: JsonObject & { id: string };
}

const toComment = (body: string, { at, person, issue }: CommentFacts): JsonObject => ({
  type: "Comment",
  action: "create",
  actor: { ...person, type: "user" },
  data: {
    id: randomUUID(),
    createdAt: at,
    updatedAt: at,
    body,
    issueId: issue.id,
    issue,
    userId: person.id,
    user: person,
  },
});

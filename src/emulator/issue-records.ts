/** A team's cycle that an issue may be planned for. Instants are ISO 8601. */
export interface CycleRecord {
  id: string;
  number: number;
  name: string | undefined;
  startsAt: string;
  endsAt: string;
}

/** `issueId` blocks, duplicates, is related or similar to `relatedIssueId`. */
export interface IssueRelationRecord {
  id: string;
  organizationId: string;
  type: "blocks" | "duplicate" | "related" | "similar";
  issueId: string;
  relatedIssueId: string;
  createdAt: string;
  updatedAt: string;
}

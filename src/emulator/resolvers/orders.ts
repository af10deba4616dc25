import type { SortKeys } from "../graphql/sorting.js";
import type { IssueRecord, UserRecord } from "../records.js";
import type { DocumentRecord, ProjectRecord } from "../work-records.js";

export const issueOrder: SortKeys<IssueRecord> = {
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  title: ({ title }) => title,
  // No priority, which is 0, comes after the lowest.
  priority: ({ priority }) => (priority === 0 ? 5 : priority),
};

export const userOrder: SortKeys<UserRecord> = {
  name: ({ name }) => name,
  displayName: ({ displayName }) => displayName,
};

export const projectOrder: SortKeys<ProjectRecord> = {
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  name: ({ name }) => name,
};

export const documentOrder: SortKeys<DocumentRecord> = {
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  title: ({ title }) => title,
};

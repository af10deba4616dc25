import { PAGE } from "./page.js";

/** Agent sessions. */
export const sessions: string = /* GraphQL */ `
  type AgentSession implements Node {
    activities(filter: AgentActivityFilter, ${PAGE}): AgentActivityConnection!
    appUser: User!
    archivedAt: DateTime
    comment: Comment
    context: JSON!
    createdAt: DateTime!
    creator: User
    dismissedAt: DateTime
    dismissedBy: User
    endedAt: DateTime
    externalLink: String
    externalLinks: [AgentSessionExternalLink!]!
    externalUrls: JSON!
    id: ID!
    issue: Issue
    plan: JSON
    slugId: String!
    sourceComment: Comment
    sourceMetadata: JSON
    startedAt: DateTime
    status: AgentSessionStatus!
    summary: String
    type: AgentSessionType
    updatedAt: DateTime!
    url: String
  }

  type AgentSessionConnection {
    edges: [AgentSessionEdge!]!
    nodes: [AgentSession!]!
    pageInfo: PageInfo!
  }

  type AgentSessionEdge {
    cursor: String!
    node: AgentSession!
  }

  enum AgentSessionStatus {
    active
    awaitingInput
    complete
    error
    pending
    stale
  }

  enum AgentSessionType {
    commentThread
  }

  type AgentSessionExternalLink {
    label: String!
    url: String!
  }

  input AgentSessionUpdateInput {
    addedExternalUrls: [AgentSessionExternalUrlInput!]
    externalLink: String
    externalUrls: [AgentSessionExternalUrlInput!]
    plan: JSONObject
    removedExternalUrls: [String!]
    summary: String
  }

  input AgentSessionExternalUrlInput {
    label: String!
    url: String!
  }

  input AgentSessionCreateOnIssue {
    externalLink: String
    externalUrls: [AgentSessionExternalUrlInput!]
    issueId: String!
  }

  input AgentSessionCreateOnComment {
    commentId: String!
    externalLink: String
    externalUrls: [AgentSessionExternalUrlInput!]
  }

  type AgentSessionPayload {
    agentSession: AgentSession!
    lastSyncId: Float!
    success: Boolean!
  }
`;

import { PAGE } from "./page.js";

/** Comments. */
export const comments: string = /* GraphQL */ `
  type Comment implements Node {
    agentSession: AgentSession
    agentSessions(${PAGE}): AgentSessionConnection!
    archivedAt: DateTime
    body: String!
    botActor: ActorBot
    children(filter: CommentFilter, ${PAGE}): CommentConnection!
    createdAt: DateTime!
    documentContent: DocumentContent
    documentContentId: String
    editedAt: DateTime
    externalThread: SyncedExternalThread
    externalUser: ExternalUser
    hideInLinear: Boolean!
    id: ID!
    initiative: Initiative
    initiativeId: String
    initiativeUpdate: InitiativeUpdate
    initiativeUpdateId: String
    isArtificialAgentSessionRoot: Boolean!
    issue: Issue
    issueId: String
    parent: Comment
    parentId: String
    project: Project
    projectId: String
    projectUpdate: ProjectUpdate
    projectUpdateId: String
    quotedText: String
    reactionData: JSONObject!
    reactions: [Reaction!]!
    resolvedAt: DateTime
    resolvingComment: Comment
    resolvingCommentId: String
    resolvingUser: User
    syncedWith: [ExternalEntityInfo!]
    updatedAt: DateTime!
    url: String!
    user: User
  }

  type CommentConnection {
    edges: [CommentEdge!]!
    nodes: [Comment!]!
    pageInfo: PageInfo!
  }

  type CommentEdge {
    cursor: String!
    node: Comment!
  }

  input CommentFilter {
    and: [CommentFilter!]
    body: StringComparator
    createdAt: DateComparator
    id: IDComparator
    issue: NullableIssueFilter
    or: [CommentFilter!]
    parent: NullableCommentFilter
    updatedAt: DateComparator
    user: UserFilter
  }

  input NullableCommentFilter {
    and: [NullableCommentFilter!]
    body: StringComparator
    createdAt: DateComparator
    id: IDComparator
    issue: NullableIssueFilter
    null: Boolean
    or: [NullableCommentFilter!]
    parent: NullableCommentFilter
    updatedAt: DateComparator
    user: UserFilter
  }

  input CommentCreateInput {
    body: String
    createAsUser: String
    createOnSyncedSlackThread: Boolean
    createdAt: DateTime
    displayIconUrl: String
    doNotSubscribeToIssue: Boolean
    documentContentId: String
    id: String
    initiativeId: String
    initiativeUpdateId: String
    issueId: String
    parentId: String
    postId: String
    projectId: String
    projectUpdateId: String
    quotedText: String
  }

  input CommentUpdateInput {
    body: String
    quotedText: String
  }

  type CommentPayload {
    comment: Comment!
    lastSyncId: Float!
    success: Boolean!
  }

  type DeletePayload {
    entityId: String!
    lastSyncId: Float!
    success: Boolean!
  }
`;

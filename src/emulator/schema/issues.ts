import { PAGE } from "./page.js";

/** Issues, as they are read. */
export const issues: string = /* GraphQL */ `
  type Issue implements Node {
    addedToCycleAt: DateTime
    addedToProjectAt: DateTime
    addedToTeamAt: DateTime
    agentSessions(${PAGE}): AgentSessionConnection!
    archivedAt: DateTime
    asksExternalUserRequester: ExternalUser
    asksRequester: User
    assignee: User
    attachments(filter: AttachmentFilter, ${PAGE}): AttachmentConnection!
    autoArchivedAt: DateTime
    autoClosedAt: DateTime
    boardOrder: Float!
    botActor: ActorBot
    branchName: String!
    canceledAt: DateTime
    children(filter: IssueFilter, ${PAGE}): IssueConnection!
    comments(filter: CommentFilter, ${PAGE}): CommentConnection!
    completedAt: DateTime
    createdAt: DateTime!
    creator: User
    customerTicketCount: Int!
    cycle: Cycle
    delegate: User
    description: String
    documents(filter: DocumentFilter, ${PAGE}): DocumentConnection!
    dueDate: TimelessDate
    estimate: Float
    externalUserCreator: ExternalUser
    favorite: Favorite
    history(${PAGE}): IssueHistoryConnection!
    id: ID!
    identifier: String!
    inheritsSharedAccess: Boolean!
    integrationSourceType: IntegrationService
    inverseRelations(${PAGE}): IssueRelationConnection!
    labelIds: [String!]!
    labels(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    lastAppliedTemplate: Template
    number: Float!
    parent: Issue
    previousIdentifiers: [String!]!
    priority: Float!
    priorityLabel: String!
    prioritySortOrder: Float!
    project: Project
    projectMilestone: ProjectMilestone
    reactionData: JSONObject!
    reactions: [Reaction!]!
    recurringIssueTemplate: Template
    relations(${PAGE}): IssueRelationConnection!
    sharedAccess: IssueSharedAccess!
    slaBreachesAt: DateTime
    slaHighRiskAt: DateTime
    slaMediumRiskAt: DateTime
    slaStartedAt: DateTime
    slaType: String
    snoozedBy: User
    snoozedUntilAt: DateTime
    sortOrder: Float!
    sourceComment: Comment
    startedAt: DateTime
    startedTriageAt: DateTime
    state: WorkflowState!
    subIssueSortOrder: Float
    subscribers(filter: UserFilter, includeDisabled: Boolean, ${PAGE}): UserConnection!
    syncedWith: [ExternalEntityInfo!]
    team: Team!
    title: String!
    trashed: Boolean
    triagedAt: DateTime
    updatedAt: DateTime!
    url: String!
  }

  type IssueConnection {
    edges: [IssueEdge!]!
    nodes: [Issue!]!
    pageInfo: PageInfo!
  }

  type IssueEdge {
    cursor: String!
    node: Issue!
  }

  type IssuePayload {
    issue: Issue
    lastSyncId: Float!
    success: Boolean!
  }

  type IssueBatchPayload {
    issues: [Issue!]!
    lastSyncId: Float!
    success: Boolean!
  }

  type IssueArchivePayload {
    entity: Issue
    lastSyncId: Float!
    success: Boolean!
  }

  type IssuePriorityValue {
    label: String!
    priority: Int!
  }
`;

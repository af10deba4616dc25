import { PAGE } from "./page.js";

/** Issues. */
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
    dueDate: TimelessDate
    estimate: Float
    externalUserCreator: ExternalUser
    favorite: Favorite
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

  input IssueFilter {
    and: [IssueFilter!]
    assignee: NullableUserFilter
    createdAt: DateComparator
    creator: NullableUserFilter
    delegate: NullableUserFilter
    id: IssueIDComparator
    number: NumberComparator
    or: [IssueFilter!]
    state: WorkflowStateFilter
    team: TeamFilter
    title: StringComparator
    updatedAt: DateComparator
  }

  input NullableIssueFilter {
    and: [NullableIssueFilter!]
    assignee: NullableUserFilter
    createdAt: DateComparator
    creator: NullableUserFilter
    delegate: NullableUserFilter
    id: IssueIDComparator
    null: Boolean
    number: NumberComparator
    or: [NullableIssueFilter!]
    state: WorkflowStateFilter
    team: TeamFilter
    title: StringComparator
    updatedAt: DateComparator
  }

  input IssueCreateInput {
    assigneeId: String
    createAsUser: String
    createdAt: DateTime
    delegateId: String
    description: String
    displayIconUrl: String
    estimate: Int
    id: String
    labelIds: [String!]
    parentId: String
    priority: Int
    projectId: String
    stateId: String
    subscriberIds: [String!]
    teamId: String!
    title: String
  }

  input IssueUpdateInput {
    addedLabelIds: [String!]
    assigneeId: String
    delegateId: String
    description: String
    estimate: Int
    labelIds: [String!]
    parentId: String
    priority: Int
    projectId: String
    removedLabelIds: [String!]
    stateId: String
    subscriberIds: [String!]
    title: String
  }

  input IssueBatchCreateInput {
    issues: [IssueCreateInput!]!
  }

  type IssueBatchPayload {
    issues: [Issue!]!
    lastSyncId: Float!
    success: Boolean!
  }

  type IssuePayload {
    issue: Issue
    lastSyncId: Float!
    success: Boolean!
  }
`;

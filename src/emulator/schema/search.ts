/** Search in issues and documents. */
export const search: string = /* GraphQL */ `
  type IssueSearchPayload {
    archivePayload: ArchiveResponse!
    nodes: [IssueSearchResult!]!
    pageInfo: PageInfo!
    totalCount: Float!
  }

  type IssueSearchResult implements Node {
    addedToCycleAt: DateTime
    addedToProjectAt: DateTime
    addedToTeamAt: DateTime
    archivedAt: DateTime
    asksExternalUserRequester: ExternalUser
    asksRequester: User
    assignee: User
    autoArchivedAt: DateTime
    autoClosedAt: DateTime
    boardOrder: Float!
    botActor: ActorBot
    branchName: String!
    canceledAt: DateTime
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
    labelIds: [String!]!
    lastAppliedTemplate: Template
    metadata: JSONObject!
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

  type DocumentSearchPayload {
    archivePayload: ArchiveResponse!
    nodes: [DocumentSearchResult!]!
    pageInfo: PageInfo!
    totalCount: Float!
  }

  type DocumentSearchResult implements Node {
    archivedAt: DateTime
    color: String
    content: String
    createdAt: DateTime!
    creator: User
    documentContentId: String
    hiddenAt: DateTime
    icon: String
    id: ID!
    initiative: Initiative
    issue: Issue
    lastAppliedTemplate: Template
    metadata: JSONObject!
    owner: User
    project: Project
    release: Release
    slugId: String!
    sortOrder: Float!
    title: String!
    trashed: Boolean
    updatedAt: DateTime!
    updatedBy: User
    url: String!
  }

  type ArchiveResponse {
    archive: String!
    databaseVersion: Float!
    includesDependencies: [String!]!
    totalCount: Float!
  }
`;

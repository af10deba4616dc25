/** Search in projects. */
export const projectSearch: string = /* GraphQL */ `
  type ProjectSearchPayload {
    archivePayload: ArchiveResponse!
    nodes: [ProjectSearchResult!]!
    pageInfo: PageInfo!
    totalCount: Float!
  }

  type ProjectSearchResult implements Node {
    archivedAt: DateTime
    autoArchivedAt: DateTime
    canceledAt: DateTime
    color: String!
    completedAt: DateTime
    completedIssueCountHistory: [Float!]!
    completedScopeHistory: [Float!]!
    content: String
    convertedFromIssue: Issue
    createdAt: DateTime!
    creator: User
    description: String!
    documentContent: DocumentContent
    favorite: Favorite
    frequencyResolution: FrequencyResolutionType!
    health: ProjectUpdateHealthType
    healthUpdatedAt: DateTime
    icon: String
    id: ID!
    inProgressScopeHistory: [Float!]!
    integrationsSettings: IntegrationsSettings
    issueCountHistory: [Float!]!
    labelIds: [String!]!
    lastAppliedTemplate: Template
    lastUpdate: ProjectUpdate
    lead: User
    metadata: JSONObject!
    microsoftTeamsChannelId: String
    name: String!
    priority: Int!
    priorityLabel: String!
    prioritySortOrder: Float!
    progress: Float!
    projectUpdateRemindersPausedUntilAt: DateTime
    resourceCount: Int!
    scope: Float!
    scopeHistory: [Float!]!
    slackChannelId: String
    slackIssueComments: Boolean!
    slackIssueStatuses: Boolean!
    slackNewIssue: Boolean!
    slugId: String!
    sortOrder: Float!
    startDate: TimelessDate
    startDateResolution: DateResolutionType
    startedAt: DateTime
    state: String!
    status: ProjectStatus!
    syncedWith: [ExternalEntityInfo!]
    targetDate: TimelessDate
    targetDateResolution: DateResolutionType
    trashed: Boolean
    updateReminderFrequency: Float
    updateReminderFrequencyInWeeks: Float
    updateRemindersDay: Day
    updateRemindersHour: Float
    updatedAt: DateTime!
    url: String!
  }
`;

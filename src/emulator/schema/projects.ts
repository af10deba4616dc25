import { PAGE } from "./page.js";

/** Projects. */
export const projects: string = /* GraphQL */ `
  type Project implements Node {
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
    documents(filter: DocumentFilter, ${PAGE}): DocumentConnection!
    favorite: Favorite
    frequencyResolution: FrequencyResolutionType!
    health: ProjectUpdateHealthType
    healthUpdatedAt: DateTime
    icon: String
    id: ID!
    inProgressScopeHistory: [Float!]!
    integrationsSettings: IntegrationsSettings
    issueCountHistory: [Float!]!
    issues(filter: IssueFilter, ${PAGE}): IssueConnection!
    labelIds: [String!]!
    lastAppliedTemplate: Template
    lastUpdate: ProjectUpdate
    lead: User
    members(filter: UserFilter, includeDisabled: Boolean, ${PAGE}): UserConnection!
    microsoftTeamsChannelId: String
    name: String!
    priority: Int!
    priorityLabel: String!
    prioritySortOrder: Float!
    progress: Float!
    projectUpdateRemindersPausedUntilAt: DateTime
    projectUpdates(${PAGE}): ProjectUpdateConnection!
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
    teams(filter: TeamFilter, ${PAGE}): TeamConnection!
    trashed: Boolean
    updateReminderFrequency: Float
    updateReminderFrequencyInWeeks: Float
    updateRemindersDay: Day
    updateRemindersHour: Float
    updatedAt: DateTime!
    url: String!
  }

  type ProjectConnection {
    edges: [ProjectEdge!]!
    nodes: [Project!]!
    pageInfo: PageInfo!
  }

  type ProjectEdge {
    cursor: String!
    node: Project!
  }

  enum DateResolutionType {
    halfYear
    month
    quarter
    year
  }

  enum FrequencyResolutionType {
    daily
    weekly
  }

  input ProjectFilter {
    and: [ProjectFilter!]
    createdAt: DateComparator
    creator: UserFilter
    id: IDComparator
    lead: NullableUserFilter
    name: StringComparator
    or: [ProjectFilter!]
    priority: NullableNumberComparator
    slugId: StringComparator
    status: ProjectStatusFilter
    updatedAt: DateComparator
  }

  input NullableProjectFilter {
    and: [NullableProjectFilter!]
    createdAt: DateComparator
    id: IDComparator
    lead: NullableUserFilter
    name: StringComparator
    null: Boolean
    or: [NullableProjectFilter!]
    slugId: StringComparator
    status: ProjectStatusFilter
    updatedAt: DateComparator
  }

  input ProjectCreateInput {
    color: String
    content: String
    description: String
    icon: String
    id: String
    leadId: String
    memberIds: [String!]
    name: String!
    priority: Int
    startDate: TimelessDate
    statusId: String
    targetDate: TimelessDate
    teamIds: [String!]!
  }

  input ProjectUpdateInput {
    color: String
    content: String
    description: String
    icon: String
    leadId: String
    memberIds: [String!]
    name: String
    priority: Int
    startDate: TimelessDate
    statusId: String
    targetDate: TimelessDate
    teamIds: [String!]
  }

  type ProjectPayload {
    lastSyncId: Float!
    project: Project
    success: Boolean!
  }

  type ProjectArchivePayload {
    entity: Project
    lastSyncId: Float!
    success: Boolean!
  }
`;

import { PAGE } from "./page.js";

/** Teams. */
export const teams: string = /* GraphQL */ `
  type Team implements Node {
    activeCycle: Cycle
    aiDiscussionSummariesEnabled: Boolean!
    aiThreadSummariesEnabled: Boolean!
    allMembersCanJoin: Boolean
    archivedAt: DateTime
    autoArchivePeriod: Float!
    autoCloseChildIssues: Boolean
    autoCloseParentIssues: Boolean
    autoClosePeriod: Float
    autoCloseStateId: String
    color: String
    createdAt: DateTime!
    cycleCalenderUrl: String!
    cycleCooldownTime: Float!
    cycleDuration: Float!
    cycleIssueAutoAssignCompleted: Boolean!
    cycleIssueAutoAssignStarted: Boolean!
    cycleLockToActive: Boolean!
    cycleStartDay: Float!
    cycles(filter: CycleFilter, ${PAGE}): CycleConnection!
    cyclesEnabled: Boolean!
    defaultIssueEstimate: Float!
    defaultIssueState: WorkflowState
    defaultProjectTemplate: Template
    defaultTemplateForMembers: Template
    defaultTemplateForMembersId: String
    defaultTemplateForNonMembers: Template
    defaultTemplateForNonMembersId: String
    description: String
    displayName: String!
    draftWorkflowState: WorkflowState
    groupIssueHistory: Boolean!
    icon: String
    id: ID!
    inheritIssueEstimation: Boolean!
    inheritWorkflowStatuses: Boolean!
    initiativesEnabled: Boolean!
    integrationsSettings: IntegrationsSettings
    inviteHash: String!
    issueCount: Int!
    issueEstimationAllowZero: Boolean!
    issueEstimationExtended: Boolean!
    issueEstimationType: String!
    issueOrderingNoPriorityFirst: Boolean!
    issueSortOrderDefaultToBottom: Boolean!
    issues(filter: IssueFilter, includeSubTeams: Boolean = false, ${PAGE}): IssueConnection!
    key: String!
    labels(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    ledInitiativeCount: Int!
    markedAsDuplicateWorkflowState: WorkflowState
    members(filter: UserFilter, includeDisabled: Boolean, sort: [UserSortInput!], ${PAGE}): UserConnection!
    mergeWorkflowState: WorkflowState
    mergeableWorkflowState: WorkflowState
    name: String!
    organization: Organization!
    parent: Team
    private: Boolean!
    projects(filter: ProjectFilter, includeSubTeams: Boolean = false, sort: [ProjectSortInput!], ${PAGE}): ProjectConnection!
    requirePriorityToLeaveTriage: Boolean!
    retiredAt: DateTime
    reviewWorkflowState: WorkflowState
    scimGroupName: String
    scimManaged: Boolean!
    securitySettings: JSONObject!
    setIssueSortOrderOnStateChange: String!
    slackIssueComments: Boolean!
    slackIssueStatuses: Boolean!
    slackNewIssue: Boolean!
    startWorkflowState: WorkflowState
    states(filter: WorkflowStateFilter, ${PAGE}): WorkflowStateConnection!
    timezone: String!
    triageEnabled: Boolean!
    triageIssueState: WorkflowState
    triageResponsibility: TriageResponsibility
    upcomingCycleCount: Float!
    updatedAt: DateTime!
    viewerCanJoin: Boolean!
    viewerCanLeave: Boolean!
    viewerMembership: TeamMembership
    visibility: TeamVisibility!
  }

  type TeamConnection {
    edges: [TeamEdge!]!
    nodes: [Team!]!
    pageInfo: PageInfo!
  }

  type TeamEdge {
    cursor: String!
    node: Team!
  }

  enum TeamVisibility {
    private
    public
    restricted
  }

  type TeamMembership implements Node {
    id: ID!
  }

  input TeamFilter {
    and: [TeamFilter!]
    createdAt: DateComparator
    id: IDComparator
    key: StringComparator
    name: StringComparator
    or: [TeamFilter!]
    updatedAt: DateComparator
  }

  input NullableTeamFilter {
    and: [NullableTeamFilter!]
    createdAt: DateComparator
    id: IDComparator
    key: StringComparator
    name: StringComparator
    null: Boolean
    or: [NullableTeamFilter!]
    updatedAt: DateComparator
  }

  input TeamCreateInput {
    color: String
    description: String
    icon: String
    id: String
    key: String
    name: String!
  }

  type TeamPayload {
    lastSyncId: Float!
    success: Boolean!
    team: Team
  }
`;

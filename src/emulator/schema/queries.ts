import { PAGE } from "./page.js";

/** The queries. */
export const queries: string = /* GraphQL */ `
  type Query {
    agentActivities(filter: AgentActivityFilter, ${PAGE}): AgentActivityConnection!
    agentActivity(id: String!): AgentActivity!
    agentSession(id: String!): AgentSession!
    agentSessions(${PAGE}): AgentSessionConnection!
    attachment(id: String!): Attachment!
    attachments(filter: AttachmentFilter, ${PAGE}): AttachmentConnection!
    attachmentsForURL(url: String!, ${PAGE}): AttachmentConnection!
    comment(hash: String, id: String): Comment!
    comments(filter: CommentFilter, ${PAGE}): CommentConnection!
    cycle(id: String!): Cycle!
    cycles(filter: CycleFilter, ${PAGE}): CycleConnection!
    document(id: String!): Document!
    documents(filter: DocumentFilter, sort: [DocumentSortInput!], ${PAGE}): DocumentConnection!
    issue(id: String!): Issue!
    issueLabel(id: String!): IssueLabel!
    issueLabels(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    issuePriorityValues: [IssuePriorityValue!]!
    issueRelation(id: String!): IssueRelation!
    issueRelations(${PAGE}): IssueRelationConnection!
    issueVcsBranchSearch(branchName: String!): Issue
    issues(filter: IssueFilter, sort: [IssueSortInput!], ${PAGE}): IssueConnection!
    organization: Organization!
    project(id: String!): Project!
    projectStatus(id: String!): ProjectStatus!
    projectStatuses(${PAGE}): ProjectStatusConnection!
    projectUpdate(id: String!, projectId: String): ProjectUpdate!
    projectUpdates(filter: ProjectUpdateFilter, ${PAGE}): ProjectUpdateConnection!
    projects(filter: ProjectFilter, sort: [ProjectSortInput!], ${PAGE}): ProjectConnection!
    rateLimitStatus: RateLimitPayload!
    searchDocuments(includeComments: Boolean, teamId: String, term: String!, ${PAGE}): DocumentSearchPayload!
    searchIssues(filter: IssueFilter, includeComments: Boolean, teamId: String, term: String!, ${PAGE}): IssueSearchPayload!
    searchProjects(includeComments: Boolean, teamId: String, term: String!, ${PAGE}): ProjectSearchPayload!
    team(id: String!): Team!
    teams(filter: TeamFilter, ${PAGE}): TeamConnection!
    user(id: String!): User!
    users(filter: UserFilter, includeDisabled: Boolean, sort: [UserSortInput!], ${PAGE}): UserConnection!
    viewer: User!
    webhook(id: String!): Webhook!
    webhooks(${PAGE}): WebhookConnection!
    workflowState(id: String!): WorkflowState!
    workflowStates(filter: WorkflowStateFilter, ${PAGE}): WorkflowStateConnection!
  }

  type RateLimitPayload {
    identifier: String
    kind: String!
    limits: [RateLimitResultPayload!]!
  }

  type RateLimitResultPayload {
    allowedAmount: Float!
    period: Float!
    remainingAmount: Float!
    requestedAmount: Float!
    reset: Float!
    type: String!
  }
`;

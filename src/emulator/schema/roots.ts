import { PAGE } from "./page.js";

/** Queries, mutations and what they alone use. */
export const roots: string = /* GraphQL */ `
  type Query {
    agentActivities(filter: AgentActivityFilter, ${PAGE}): AgentActivityConnection!
    agentActivity(id: String!): AgentActivity!
    agentSession(id: String!): AgentSession!
    agentSessions(${PAGE}): AgentSessionConnection!
    attachment(id: String!): Attachment!
    attachments(filter: AttachmentFilter, ${PAGE}): AttachmentConnection!
    comment(hash: String, id: String): Comment!
    comments(filter: CommentFilter, ${PAGE}): CommentConnection!
    issue(id: String!): Issue!
    issueRelation(id: String!): IssueRelation!
    issueLabels(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    issues(filter: IssueFilter, ${PAGE}): IssueConnection!
    organization: Organization!
    rateLimitStatus: RateLimitPayload!
    team(id: String!): Team!
    teams(filter: TeamFilter, ${PAGE}): TeamConnection!
    user(id: String!): User!
    users(after: String, before: String, filter: UserFilter, first: Int, includeArchived: Boolean, includeDisabled: Boolean, last: Int, orderBy: PaginationOrderBy): UserConnection!
    viewer: User!
    workflowState(id: String!): WorkflowState!
    workflowStates(filter: WorkflowStateFilter, ${PAGE}): WorkflowStateConnection!
  }

  type Mutation {
    agentActivityCreate(input: AgentActivityCreateInput!): AgentActivityPayload!
    agentSessionCreateOnComment(input: AgentSessionCreateOnComment!): AgentSessionPayload!
    agentSessionCreateOnIssue(input: AgentSessionCreateOnIssue!): AgentSessionPayload!
    agentSessionUpdate(id: String!, input: AgentSessionUpdateInput!): AgentSessionPayload!
    attachmentCreate(input: AttachmentCreateInput!): AttachmentPayload!
    commentCreate(input: CommentCreateInput!): CommentPayload!
    commentDelete(id: String!): DeletePayload!
    commentResolve(id: String!, resolvingCommentId: String): CommentPayload!
    commentUnresolve(id: String!): CommentPayload!
    commentUpdate(id: String!, input: CommentUpdateInput!, skipEditedAt: Boolean): CommentPayload!
    fileUpload(contentType: String!, filename: String!, makePublic: Boolean, metaData: JSON, size: Int!): UploadPayload!
    issueBatchCreate(input: IssueBatchCreateInput!): IssueBatchPayload!
    issueCreate(input: IssueCreateInput!): IssuePayload!
    issueLabelCreate(input: IssueLabelCreateInput!): IssueLabelPayload!
    issueRelationCreate(input: IssueRelationCreateInput!): IssueRelationPayload!
    issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
    reactionCreate(input: ReactionCreateInput!): ReactionPayload!
    reactionDelete(id: String!): DeletePayload!
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

/** The mutations. */
export const mutations: string = /* GraphQL */ `
  type Mutation {
    agentActivityCreate(input: AgentActivityCreateInput!): AgentActivityPayload!
    agentSessionCreateOnComment(input: AgentSessionCreateOnComment!): AgentSessionPayload!
    agentSessionCreateOnIssue(input: AgentSessionCreateOnIssue!): AgentSessionPayload!
    agentSessionUpdate(id: String!, input: AgentSessionUpdateInput!): AgentSessionPayload!
    attachmentCreate(input: AttachmentCreateInput!): AttachmentPayload!
    attachmentDelete(id: String!): DeletePayload!
    attachmentLinkURL(createAsUser: String, displayIconUrl: String, id: String, issueId: String!, title: String, url: String!): AttachmentPayload!
    attachmentUpdate(id: String!, input: AttachmentUpdateInput!): AttachmentPayload!
    commentCreate(input: CommentCreateInput!): CommentPayload!
    commentDelete(id: String!): DeletePayload!
    commentResolve(id: String!, resolvingCommentId: String): CommentPayload!
    commentUnresolve(id: String!): CommentPayload!
    commentUpdate(id: String!, input: CommentUpdateInput!, skipEditedAt: Boolean): CommentPayload!
    cycleCreate(input: CycleCreateInput!): CyclePayload!
    cycleUpdate(id: String!, input: CycleUpdateInput!): CyclePayload!
    documentCreate(input: DocumentCreateInput!): DocumentPayload!
    documentDelete(id: String!, ifParentDocumentId: String): DocumentArchivePayload!
    documentUnarchive(id: String!): DocumentArchivePayload!
    documentUpdate(id: String!, input: DocumentUpdateInput!): DocumentPayload!
    fileUpload(contentType: String!, filename: String!, makePublic: Boolean, metaData: JSON, size: Int!): UploadPayload!
    issueAddLabel(id: String!, labelId: String!): IssuePayload!
    issueArchive(id: String!, trash: Boolean): IssueArchivePayload!
    issueBatchCreate(input: IssueBatchCreateInput!): IssueBatchPayload!
    issueBatchUpdate(ids: [UUID!]!, input: IssueUpdateInput!): IssueBatchPayload!
    issueCreate(input: IssueCreateInput!): IssuePayload!
    issueDelete(id: String!, permanentlyDelete: Boolean): IssueArchivePayload!
    issueLabelCreate(input: IssueLabelCreateInput!, replaceTeamLabels: Boolean): IssueLabelPayload!
    issueLabelDelete(id: String!): DeletePayload!
    issueLabelUpdate(id: String!, input: IssueLabelUpdateInput!, replaceTeamLabels: Boolean): IssueLabelPayload!
    issueRelationCreate(input: IssueRelationCreateInput!, overrideCreatedAt: DateTime): IssueRelationPayload!
    issueRelationDelete(id: String!): DeletePayload!
    issueRelationUpdate(id: String!, input: IssueRelationUpdateInput!): IssueRelationPayload!
    issueRemoveLabel(id: String!, labelId: String!): IssuePayload!
    issueSubscribe(id: String!, userEmail: String, userId: String): IssuePayload!
    issueUnarchive(id: String!): IssueArchivePayload!
    issueUnsubscribe(id: String!, userEmail: String, userId: String): IssuePayload!
    issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
    projectArchive(id: String!, trash: Boolean): ProjectArchivePayload!
    projectCreate(aiConversationId: String, input: ProjectCreateInput!, projectDraftId: String, slackChannelName: String): ProjectPayload!
    projectDelete(id: String!): ProjectArchivePayload!
    projectUnarchive(id: String!): ProjectArchivePayload!
    projectUpdate(id: String!, input: ProjectUpdateInput!): ProjectPayload!
    projectUpdateCreate(input: ProjectUpdateCreateInput!): ProjectUpdatePayload!
    reactionCreate(input: ReactionCreateInput!): ReactionPayload!
    reactionDelete(id: String!): DeletePayload!
    teamCreate(copySettingsFromTeamId: String, input: TeamCreateInput!): TeamPayload!
    webhookCreate(input: WebhookCreateInput!): WebhookPayload!
    webhookDelete(id: String!): DeletePayload!
    webhookUpdate(id: String!, input: WebhookUpdateInput!): WebhookPayload!
    workflowStateCreate(input: WorkflowStateCreateInput!): WorkflowStatePayload!
    workflowStateUpdate(id: String!, input: WorkflowStateUpdateInput!): WorkflowStatePayload!
  }
`;

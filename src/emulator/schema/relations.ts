/** How issues are related. */
export const relations: string = /* GraphQL */ `
  type IssueRelation implements Node {
    archivedAt: DateTime
    createdAt: DateTime!
    id: ID!
    issue: Issue!
    relatedIssue: Issue!
    type: String!
    updatedAt: DateTime!
  }

  type IssueRelationConnection {
    edges: [IssueRelationEdge!]!
    nodes: [IssueRelation!]!
    pageInfo: PageInfo!
  }

  type IssueRelationEdge {
    cursor: String!
    node: IssueRelation!
  }

  enum IssueRelationType {
    blocks
    duplicate
    related
    similar
  }

  input IssueRelationCreateInput {
    id: String
    issueId: String!
    relatedIssueId: String!
    type: IssueRelationType!
  }

  type IssueRelationPayload {
    issueRelation: IssueRelation!
    lastSyncId: Float!
    success: Boolean!
  }
`;

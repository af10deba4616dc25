/** Relations between issues. */
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

  type IssueRelationPayload {
    issueRelation: IssueRelation!
    lastSyncId: Float!
    success: Boolean!
  }

  input IssueRelationCreateInput {
    id: String
    issueId: String!
    relatedIssueId: String!
    type: IssueRelationType!
  }

  input IssueRelationUpdateInput {
    issueId: String
    relatedIssueId: String
    type: String
  }

  enum IssueRelationType {
    blocks
    duplicate
    related
    similar
  }
`;

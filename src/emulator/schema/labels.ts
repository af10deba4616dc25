/** Labels of issues. */
export const labels: string = /* GraphQL */ `
  type IssueLabel implements Node {
    archivedAt: DateTime
    color: String!
    createdAt: DateTime!
    creator: User
    description: String
    id: ID!
    inheritedFrom: IssueLabel
    isGroup: Boolean!
    lastAppliedAt: DateTime
    name: String!
    parent: IssueLabel
    retiredBy: User
    team: Team
    updatedAt: DateTime!
  }

  type IssueLabelConnection {
    edges: [IssueLabelEdge!]!
    nodes: [IssueLabel!]!
    pageInfo: PageInfo!
  }

  type IssueLabelEdge {
    cursor: String!
    node: IssueLabel!
  }

  input IssueLabelFilter {
    and: [IssueLabelFilter!]
    createdAt: DateComparator
    id: IDComparator
    isGroup: BooleanComparator
    name: StringComparator
    or: [IssueLabelFilter!]
    parent: IssueLabelFilter
    team: NullableTeamFilter
    updatedAt: DateComparator
  }

  input IssueLabelCreateInput {
    color: String
    description: String
    id: String
    isGroup: Boolean
    name: String!
    parentId: String
    teamId: String
  }

  type IssueLabelPayload {
    issueLabel: IssueLabel!
    lastSyncId: Float!
    success: Boolean!
  }
`;

import { PAGE } from "./page.js";

/** Labels of issues. */
export const labels: string = /* GraphQL */ `
  type IssueLabel implements Node {
    archivedAt: DateTime
    children(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    color: String!
    createdAt: DateTime!
    creator: User
    description: String
    groupType: LabelGroupType
    id: ID!
    inheritedFrom: IssueLabel
    isGroup: Boolean!
    issues(filter: IssueFilter, ${PAGE}): IssueConnection!
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

  enum LabelGroupType {
    multiSelect
    singleSelect
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

  input IssueLabelCollectionFilter {
    and: [IssueLabelCollectionFilter!]
    createdAt: DateComparator
    every: IssueLabelFilter
    id: IDComparator
    isGroup: BooleanComparator
    length: NumberComparator
    name: StringComparator
    null: Boolean
    or: [IssueLabelCollectionFilter!]
    parent: IssueLabelFilter
    some: IssueLabelFilter
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

  input IssueLabelUpdateInput {
    color: String
    description: String
    name: String
  }

  type IssueLabelPayload {
    issueLabel: IssueLabel!
    lastSyncId: Float!
    success: Boolean!
  }
`;

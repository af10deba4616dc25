import { PAGE } from "./page.js";

/** Teams and their workflow. */
export const teams: string = /* GraphQL */ `
  type Team implements Node {
    archivedAt: DateTime
    color: String
    createdAt: DateTime!
    defaultIssueState: WorkflowState
    description: String
    displayName: String!
    icon: String
    id: ID!
    issues(after: String, before: String, filter: IssueFilter, first: Int, includeArchived: Boolean, includeSubTeams: Boolean = false, last: Int, orderBy: PaginationOrderBy): IssueConnection!
    key: String!
    labels(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    members(after: String, before: String, filter: UserFilter, first: Int, includeArchived: Boolean, includeDisabled: Boolean, last: Int, orderBy: PaginationOrderBy): UserConnection!
    name: String!
    organization: Organization!
    private: Boolean!
    states(filter: WorkflowStateFilter, ${PAGE}): WorkflowStateConnection!
    timezone: String!
    updatedAt: DateTime!
    visibility: TeamVisibility!
  }

  enum TeamVisibility {
    private
    public
    restricted
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

  type WorkflowState implements Node {
    archivedAt: DateTime
    color: String!
    createdAt: DateTime!
    description: String
    id: ID!
    inheritedFrom: WorkflowState
    issues(filter: IssueFilter, ${PAGE}): IssueConnection!
    name: String!
    position: Float!
    team: Team!
    type: String!
    updatedAt: DateTime!
  }

  type WorkflowStateConnection {
    edges: [WorkflowStateEdge!]!
    nodes: [WorkflowState!]!
    pageInfo: PageInfo!
  }

  type WorkflowStateEdge {
    cursor: String!
    node: WorkflowState!
  }

  input WorkflowStateFilter {
    and: [WorkflowStateFilter!]
    createdAt: DateComparator
    id: IDComparator
    name: StringComparator
    or: [WorkflowStateFilter!]
    position: NumberComparator
    team: TeamFilter
    type: StringComparator
    updatedAt: DateComparator
  }
`;

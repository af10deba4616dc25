/** Statuses of projects. */
export const projectStatuses: string = /* GraphQL */ `
  type ProjectStatus implements Node {
    archivedAt: DateTime
    color: String!
    createdAt: DateTime!
    description: String
    id: ID!
    indefinite: Boolean!
    name: String!
    position: Float!
    type: ProjectStatusType!
    updatedAt: DateTime!
  }

  type ProjectStatusConnection {
    edges: [ProjectStatusEdge!]!
    nodes: [ProjectStatus!]!
    pageInfo: PageInfo!
  }

  type ProjectStatusEdge {
    cursor: String!
    node: ProjectStatus!
  }

  enum ProjectStatusType {
    backlog
    canceled
    completed
    paused
    planned
    started
  }

  input ProjectStatusFilter {
    and: [ProjectStatusFilter!]
    createdAt: DateComparator
    id: IDComparator
    name: StringComparator
    or: [ProjectStatusFilter!]
    type: StringComparator
    updatedAt: DateComparator
  }
`;

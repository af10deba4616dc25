import { PAGE } from "./page.js";

/** Cycles. */
export const cycles: string = /* GraphQL */ `
  type Cycle implements Node {
    archivedAt: DateTime
    autoArchivedAt: DateTime
    completedAt: DateTime
    completedIssueCountHistory: [Float!]!
    completedScopeHistory: [Float!]!
    createdAt: DateTime!
    description: String
    endsAt: DateTime!
    id: ID!
    inProgressScopeHistory: [Float!]!
    inheritedFrom: Cycle
    isActive: Boolean!
    isFuture: Boolean!
    isNext: Boolean!
    isPast: Boolean!
    isPrevious: Boolean!
    issueCountHistory: [Float!]!
    issues(filter: IssueFilter, ${PAGE}): IssueConnection!
    name: String
    number: Float!
    progress: Float!
    scopeHistory: [Float!]!
    startsAt: DateTime!
    team: Team!
    updatedAt: DateTime!
  }

  type CycleConnection {
    edges: [CycleEdge!]!
    nodes: [Cycle!]!
    pageInfo: PageInfo!
  }

  type CycleEdge {
    cursor: String!
    node: Cycle!
  }

  input CycleFilter {
    and: [CycleFilter!]
    createdAt: DateComparator
    endsAt: DateComparator
    id: IDComparator
    isActive: BooleanComparator
    isFuture: BooleanComparator
    isPast: BooleanComparator
    name: StringComparator
    number: NumberComparator
    or: [CycleFilter!]
    startsAt: DateComparator
    team: TeamFilter
    updatedAt: DateComparator
  }

  input NullableCycleFilter {
    and: [NullableCycleFilter!]
    createdAt: DateComparator
    endsAt: DateComparator
    id: IDComparator
    isActive: BooleanComparator
    isFuture: BooleanComparator
    isPast: BooleanComparator
    name: StringComparator
    null: Boolean
    number: NumberComparator
    or: [NullableCycleFilter!]
    startsAt: DateComparator
    team: TeamFilter
    updatedAt: DateComparator
  }

  input CycleCreateInput {
    completedAt: DateTime
    description: String
    endsAt: DateTime!
    id: String
    name: String
    startsAt: DateTime!
    teamId: String!
  }

  input CycleUpdateInput {
    completedAt: DateTime
    description: String
    endsAt: DateTime
    name: String
    startsAt: DateTime
  }

  type CyclePayload {
    cycle: Cycle
    lastSyncId: Float!
    success: Boolean!
  }
`;

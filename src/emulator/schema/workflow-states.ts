import { PAGE } from "./page.js";

/** Workflow states. */
export const workflowStates: string = /* GraphQL */ `
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

  input WorkflowStateCreateInput {
    color: String!
    description: String
    id: String
    name: String!
    position: Float
    teamId: String!
    type: String!
  }

  input WorkflowStateUpdateInput {
    color: String
    description: String
    name: String
    position: Float
  }

  type WorkflowStatePayload {
    lastSyncId: Float!
    success: Boolean!
    workflowState: WorkflowState!
  }
`;

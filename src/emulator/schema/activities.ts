/** Agent activities. */
export const activities: string = /* GraphQL */ `
  type AgentActivity implements Node {
    agentSession: AgentSession!
    archivedAt: DateTime
    content: AgentActivityContent!
    createdAt: DateTime!
    ephemeral: Boolean!
    id: ID!
    queued: Boolean!
    signal: AgentActivitySignal
    signalMetadata: JSON
    sourceComment: Comment
    sourceMetadata: JSON
    updatedAt: DateTime!
    user: User!
  }

  type AgentActivityConnection {
    edges: [AgentActivityEdge!]!
    nodes: [AgentActivity!]!
    pageInfo: PageInfo!
  }

  type AgentActivityEdge {
    cursor: String!
    node: AgentActivity!
  }

  enum AgentActivityType {
    action
    elicitation
    error
    prompt
    response
    thought
  }

  enum AgentActivitySignal {
    auth
    continue
    select
    stop
  }

  input AgentActivityFilter {
    agentSessionId: StringComparator
    and: [AgentActivityFilter!]
    createdAt: DateComparator
    id: IDComparator
    or: [AgentActivityFilter!]
    sourceComment: NullableCommentFilter
    type: StringComparator
    updatedAt: DateComparator
  }

  union AgentActivityContent =
    | AgentActivityActionContent
    | AgentActivityElicitationContent
    | AgentActivityErrorContent
    | AgentActivityPromptContent
    | AgentActivityResponseContent
    | AgentActivityThoughtContent

  type AgentActivityActionContent {
    action: String!
    parameter: String!
    result: String
    type: AgentActivityType!
  }

  type AgentActivityElicitationContent {
    body: String!
    type: AgentActivityType!
  }

  type AgentActivityErrorContent {
    body: String!
    reasonCode: String
    type: AgentActivityType!
  }

  type AgentActivityPromptContent {
    body: String!
    title: String
    type: AgentActivityType!
  }

  type AgentActivityResponseContent {
    body: String!
    type: AgentActivityType!
  }

  type AgentActivityThoughtContent {
    body: String!
    type: AgentActivityType!
  }

  input AgentActivityCreateInput {
    agentSessionId: String!
    content: JSONObject!
    ephemeral: Boolean
    id: String
    signal: AgentActivitySignal
    signalMetadata: JSONObject
  }

  type AgentActivityPayload {
    agentActivity: AgentActivity!
    lastSyncId: Float!
    success: Boolean!
  }
`;

/** Webhooks that were made through the API. */
export const webhooks: string = /* GraphQL */ `
  type Webhook implements Node {
    allPublicTeams: Boolean!
    archivedAt: DateTime
    createdAt: DateTime!
    creator: User
    enabled: Boolean!
    id: ID!
    label: String
    resourceTypes: [String!]!
    secret: String
    team: Team
    updatedAt: DateTime!
    url: String
  }

  type WebhookConnection {
    edges: [WebhookEdge!]!
    nodes: [Webhook!]!
    pageInfo: PageInfo!
  }

  type WebhookEdge {
    cursor: String!
    node: Webhook!
  }

  input WebhookCreateInput {
    allPublicTeams: Boolean
    enabled: Boolean = true
    id: String
    label: String
    resourceTypes: [String!]!
    secret: String
    teamId: String
    url: String!
  }

  input WebhookUpdateInput {
    enabled: Boolean
    label: String
    resourceTypes: [String!]
    secret: String
    url: String
  }

  type WebhookPayload {
    lastSyncId: Float!
    success: Boolean!
    webhook: Webhook!
  }
`;

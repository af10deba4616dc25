/** Updates of projects. */
export const projectUpdates: string = /* GraphQL */ `
  type ProjectUpdate implements Node {
    archivedAt: DateTime
    body: String!
    commentCount: Int!
    createdAt: DateTime!
    diff: JSONObject
    diffMarkdown: String
    editedAt: DateTime
    health: ProjectUpdateHealthType!
    id: ID!
    isDiffHidden: Boolean!
    isStale: Boolean!
    project: Project!
    reactionData: JSONObject!
    reactions: [Reaction!]!
    shortSummary: String
    slugId: String!
    updatedAt: DateTime!
    url: String!
    user: User!
  }

  type ProjectUpdateConnection {
    edges: [ProjectUpdateEdge!]!
    nodes: [ProjectUpdate!]!
    pageInfo: PageInfo!
  }

  type ProjectUpdateEdge {
    cursor: String!
    node: ProjectUpdate!
  }

  enum ProjectUpdateHealthType {
    atRisk
    offTrack
    onTrack
  }

  input ProjectUpdateFilter {
    and: [ProjectUpdateFilter!]
    createdAt: DateComparator
    id: IDComparator
    or: [ProjectUpdateFilter!]
    project: ProjectFilter
    updatedAt: DateComparator
    user: UserFilter
  }

  input ProjectUpdateCreateInput {
    body: String
    health: ProjectUpdateHealthType
    id: String
    projectId: String!
  }

  type ProjectUpdatePayload {
    lastSyncId: Float!
    projectUpdate: ProjectUpdate!
    success: Boolean!
  }
`;

/** Reactions. */
export const reactions: string = /* GraphQL */ `
  type Reaction implements Node {
    archivedAt: DateTime
    comment: Comment
    createdAt: DateTime!
    emoji: String!
    externalUser: ExternalUser
    id: ID!
    initiativeUpdate: InitiativeUpdate
    issue: Issue
    projectUpdate: ProjectUpdate
    updatedAt: DateTime!
    user: User
  }

  input ReactionCreateInput {
    commentId: String
    emoji: String!
    id: String
    initiativeUpdateId: String
    issueId: String
    projectUpdateId: String
  }

  type ReactionPayload {
    lastSyncId: Float!
    reaction: Reaction!
    success: Boolean!
  }
`;

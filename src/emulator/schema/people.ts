import { PAGE } from "./page.js";

/** Users, and who else can be an author. */
export const people: string = /* GraphQL */ `
  type User implements Node {
    active: Boolean!
    admin: Boolean!
    app: Boolean!
    archivedAt: DateTime
    assignedIssues(filter: IssueFilter, ${PAGE}): IssueConnection!
    avatarBackgroundColor: String!
    avatarUrl: String
    calendarHash: String
    canAccessAnyPublicTeam: Boolean!
    createdAt: DateTime!
    createdIssueCount: Int!
    createdIssues(filter: IssueFilter, ${PAGE}): IssueConnection!
    delegatedIssues(filter: IssueFilter, ${PAGE}): IssueConnection!
    description: String
    disableReason: String
    displayName: String!
    email: String!
    gitHubUserId: String
    guest: Boolean!
    id: ID!
    initials: String!
    inviteHash: String!
    isAssignable: Boolean!
    isMe: Boolean!
    isMentionable: Boolean!
    lastSeen: DateTime
    name: String!
    organization: Organization!
    owner: Boolean!
    statusEmoji: String
    statusLabel: String
    statusUntilAt: DateTime
    supportsAgentSessions: Boolean!
    teams(filter: TeamFilter, ${PAGE}): TeamConnection!
    timezone: String
    title: String
    updatedAt: DateTime!
    url: String!
  }

  type UserConnection {
    edges: [UserEdge!]!
    nodes: [User!]!
    pageInfo: PageInfo!
  }

  type UserEdge {
    cursor: String!
    node: User!
  }

  input UserFilter {
    active: BooleanComparator
    admin: BooleanComparator
    and: [UserFilter!]
    app: BooleanComparator
    createdAt: DateComparator
    displayName: StringComparator
    email: StringComparator
    id: IDComparator
    isMe: BooleanComparator
    name: StringComparator
    or: [UserFilter!]
    updatedAt: DateComparator
  }

  input NullableUserFilter {
    active: BooleanComparator
    admin: BooleanComparator
    and: [NullableUserFilter!]
    app: BooleanComparator
    createdAt: DateComparator
    displayName: StringComparator
    email: StringComparator
    id: IDComparator
    isMe: BooleanComparator
    name: StringComparator
    null: Boolean
    or: [NullableUserFilter!]
    updatedAt: DateComparator
  }

  input UserCollectionFilter {
    active: BooleanComparator
    and: [UserCollectionFilter!]
    app: BooleanComparator
    createdAt: DateComparator
    displayName: StringComparator
    email: StringComparator
    every: UserFilter
    id: IDComparator
    isMe: BooleanComparator
    length: NumberComparator
    name: StringComparator
    or: [UserCollectionFilter!]
    some: UserFilter
    updatedAt: DateComparator
  }

  type ActorBot {
    avatarUrl: String
    id: ID
    name: String
    subType: String
    type: String!
    userDisplayName: String
  }

  type ExternalUser implements Node {
    archivedAt: DateTime
    avatarUrl: String
    createdAt: DateTime!
    displayName: String!
    email: String
    id: ID!
    lastSeen: DateTime
    name: String!
    organization: Organization!
    updatedAt: DateTime!
  }
`;

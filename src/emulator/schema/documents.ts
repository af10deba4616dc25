/** Documents. */
export const documents: string = /* GraphQL */ `
  type Document implements Node {
    archivedAt: DateTime
    color: String
    content: String
    createdAt: DateTime!
    creator: User
    documentContentId: String
    hiddenAt: DateTime
    icon: String
    id: ID!
    initiative: Initiative
    issue: Issue
    lastAppliedTemplate: Template
    owner: User
    project: Project
    release: Release
    slugId: String!
    sortOrder: Float!
    title: String!
    trashed: Boolean
    updatedAt: DateTime!
    updatedBy: User
    url: String!
  }

  type DocumentConnection {
    edges: [DocumentEdge!]!
    nodes: [Document!]!
    pageInfo: PageInfo!
  }

  type DocumentEdge {
    cursor: String!
    node: Document!
  }

  input DocumentFilter {
    and: [DocumentFilter!]
    createdAt: DateComparator
    creator: UserFilter
    id: IDComparator
    issue: IssueFilter
    or: [DocumentFilter!]
    project: ProjectFilter
    slugId: StringComparator
    title: StringComparator
    updatedAt: DateComparator
  }

  input DocumentCreateInput {
    color: String
    content: String
    icon: String
    id: String
    issueId: String
    projectId: String
    title: String!
  }

  input DocumentUpdateInput {
    color: String
    content: String
    icon: String
    issueId: String
    projectId: String
    title: String
  }

  type DocumentPayload {
    document: Document!
    lastSyncId: Float!
    success: Boolean!
  }

  type DocumentArchivePayload {
    entity: Document
    lastSyncId: Float!
    success: Boolean!
  }
`;

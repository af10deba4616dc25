/** Attachments of issues, and files. */
export const attachments: string = /* GraphQL */ `
  type Attachment implements Node {
    archivedAt: DateTime
    bodyData: String
    createdAt: DateTime!
    creator: User
    externalUserCreator: ExternalUser
    groupBySource: Boolean!
    id: ID!
    issue: Issue!
    metadata: JSONObject!
    originalIssue: Issue
    source: JSONObject
    sourceType: String
    subtitle: String
    title: String!
    updatedAt: DateTime!
    url: String!
  }

  type AttachmentConnection {
    edges: [AttachmentEdge!]!
    nodes: [Attachment!]!
    pageInfo: PageInfo!
  }

  type AttachmentEdge {
    cursor: String!
    node: Attachment!
  }

  input AttachmentFilter {
    and: [AttachmentFilter!]
    createdAt: DateComparator
    id: IDComparator
    or: [AttachmentFilter!]
    title: StringComparator
    updatedAt: DateComparator
    url: StringComparator
  }

  input AttachmentCreateInput {
    commentBody: String
    createAsUser: String
    displayIconUrl: String
    groupBySource: Boolean
    iconUrl: String
    id: String
    issueId: String!
    metadata: JSONObject
    subtitle: String
    title: String!
    url: String!
  }

  input AttachmentUpdateInput {
    metadata: JSONObject
    subtitle: String
    title: String!
  }

  type AttachmentPayload {
    attachment: Attachment!
    lastSyncId: Float!
    success: Boolean!
  }

  type UploadPayload {
    lastSyncId: Float!
    success: Boolean!
    uploadFile: UploadFile
  }

  type UploadFile {
    assetUrl: String!
    contentType: String!
    filename: String!
    headers: [UploadFileHeader!]!
    metaData: JSONObject
    size: Int!
    uploadUrl: String!
  }

  type UploadFileHeader {
    key: String!
    value: String!
  }
`;

/** What else an issue or a comment can belong to. The emulator holds none of it: the fields are mostly null. */
export const elsewhere: string = /* GraphQL */ `
  type Favorite implements Node {
    id: ID!
  }

  type Template implements Node {
    id: ID!
  }

  type Integration implements Node {
    id: ID!
  }

  type IntegrationsSettings implements Node {
    id: ID!
  }

  type Release implements Node {
    id: ID!
  }

  type TriageResponsibility implements Node {
    id: ID!
  }

  type ProjectMilestone implements Node {
    id: ID!
  }

  type DocumentContent implements Node {
    aiPromptRules: AiPromptRules
    archivedAt: DateTime
    content: String
    contentState: String
    createdAt: DateTime!
    document: Document
    id: ID!
    initiative: Initiative
    issue: Issue
    project: Project
    projectMilestone: ProjectMilestone
    restoredAt: DateTime
    updatedAt: DateTime!
    welcomeMessage: WelcomeMessage
  }

  type AiPromptRules implements Node {
    archivedAt: DateTime
    createdAt: DateTime!
    id: ID!
    updatedAt: DateTime!
    updatedBy: User
  }

  type WelcomeMessage implements Node {
    archivedAt: DateTime
    createdAt: DateTime!
    enabled: Boolean!
    id: ID!
    title: String
    updatedAt: DateTime!
    updatedBy: User
  }

  type Initiative implements Node {
    id: ID!
  }

  type InitiativeUpdate implements Node {
    id: ID!
  }

  type SyncedExternalThread {
    displayName: String
    id: ID
    isConnected: Boolean!
    isPersonalIntegrationConnected: Boolean!
    isPersonalIntegrationRequired: Boolean!
    name: String
    subType: String
    type: String!
    url: String
  }

  type ExternalEntityInfo {
    id: String!
    metadata: ExternalEntityInfoMetadata
    service: ExternalSyncService!
  }

  union ExternalEntityInfoMetadata =
    | ExternalEntityInfoGithubMetadata
    | ExternalEntityInfoJiraMetadata
    | ExternalEntitySlackMetadata

  type ExternalEntitySlackMetadata {
    channelId: String
    channelName: String
    isFromSlack: Boolean!
    messageUrl: String
  }

  type ExternalEntityInfoGithubMetadata {
    number: Float
    owner: String
    repo: String
  }

  type ExternalEntityInfoJiraMetadata {
    issueKey: String
    issueTypeId: String
    projectId: String
  }

  enum ExternalSyncService {
    github
    jira
    slack
  }

  enum IntegrationService {
    email
    github
    slack
  }

  type IssueSharedAccess {
    disallowedIssueFields: [IssueSharedAccessDisallowedField!]!
    isShared: Boolean!
    sharedWithCount: Int!
    sharedWithUsers: [User!]!
    viewerHasOnlySharedAccess: Boolean!
  }

  enum IssueSharedAccessDisallowedField {
    cycleId
    projectId
    projectMilestoneId
    teamId
  }
`;

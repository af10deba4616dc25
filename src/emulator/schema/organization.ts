import { PAGE } from "./page.js";

/** Organizations, with their settings. */
export const organization: string = /* GraphQL */ `
  type Organization implements Node {
    aiDiscussionSummariesEnabled: Boolean!
    aiThreadSummariesEnabled: Boolean!
    allowMembersToInvite: Boolean
    allowedAuthServices: [String!]!
    allowedFileUploadContentTypes: [String!]
    archivedAt: DateTime
    authSettings: JSONObject!
    createdAt: DateTime!
    createdIssueCount: Int!
    customerCount: Int!
    customersConfiguration: JSONObject!
    customersEnabled: Boolean!
    defaultFeedSummarySchedule: FeedSummarySchedule
    defaultHomeView: String
    defaultHomeViewTargetId: String
    deletionRequestedAt: DateTime
    feedEnabled: Boolean!
    fiscalYearStartMonth: Float!
    gitBranchFormat: String
    gitLinkbackDescriptionsEnabled: Boolean!
    gitLinkbackMessagesEnabled: Boolean!
    gitPublicLinkbackMessagesEnabled: Boolean!
    hideNonPrimaryOrganizations: Boolean!
    hipaaComplianceEnabled: Boolean!
    id: ID!
    initiativeUpdateReminderFrequencyInWeeks: Float
    initiativeUpdateRemindersDay: Day!
    initiativeUpdateRemindersHour: Float!
    labels(filter: IssueLabelFilter, ${PAGE}): IssueLabelConnection!
    logoUrl: String
    name: String!
    periodUploadVolume: Float!
    previousUrlKeys: [String!]!
    projectStatuses: [ProjectStatus!]!
    projectUpdateReminderFrequencyInWeeks: Float
    projectUpdateRemindersDay: Day!
    projectUpdateRemindersHour: Float!
    projectUpdatesReminderFrequency: ProjectUpdateReminderFrequency!
    pullRequestIssueMode: String!
    pullRequestTourEnabled: Boolean!
    releaseChannel: ReleaseChannel!
    releasesEnabled: Boolean!
    restrictLabelManagementToAdmins: Boolean
    restrictTeamCreationToAdmins: Boolean
    roadmapEnabled: Boolean!
    samlEnabled: Boolean!
    scimEnabled: Boolean!
    securitySettings: JSONObject!
    slaDayCount: SLADayCountType!
    slackProjectChannelIntegration: Integration
    slackProjectChannelPrefix: String!
    subscription: PaidSubscription
    suggestedBranchNameEnabled: Boolean!
    teams(filter: TeamFilter, ${PAGE}): TeamConnection!
    trialEndsAt: DateTime
    trialStartsAt: DateTime
    updatedAt: DateTime!
    urlKey: String!
    userCount: Int!
    users(includeDisabled: Boolean, ${PAGE}): UserConnection!
  }

  type PaidSubscription implements Node {
    archivedAt: DateTime
    cancelAt: DateTime
    canceledAt: DateTime
    collectionMethod: String!
    createdAt: DateTime!
    creator: User
    id: ID!
    nextBillingAt: DateTime
    pendingChangeType: String
    seats: Float!
    seatsMaximum: Float
    seatsMinimum: Float
    type: String!
    updatedAt: DateTime!
  }

  enum FeedSummarySchedule {
    daily
    never
    weekly
  }

  enum ReleaseChannel {
    beta
    development
    internal
    preRelease
    privateBeta
    public
  }

  enum SLADayCountType {
    all
    onlyBusinessDays
  }

  enum ProjectUpdateReminderFrequency {
    month
    never
    twoWeeks
    week
  }

  enum Day {
    Friday
    Monday
    Saturday
    Sunday
    Thursday
    Tuesday
    Wednesday
  }
`;

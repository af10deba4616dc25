/** What issues are created and changed with, and the filters that pick them. */
export const issueInputs: string = /* GraphQL */ `
  input IssueFilter {
    and: [IssueFilter!]
    assignee: NullableUserFilter
    canceledAt: NullableDateComparator
    children: IssueCollectionFilter
    completedAt: NullableDateComparator
    createdAt: DateComparator
    creator: NullableUserFilter
    cycle: NullableCycleFilter
    delegate: NullableUserFilter
    description: NullableStringComparator
    dueDate: NullableTimelessDateComparator
    estimate: EstimateComparator
    id: IssueIDComparator
    labels: IssueLabelCollectionFilter
    number: NumberComparator
    or: [IssueFilter!]
    parent: NullableIssueFilter
    priority: NullableNumberComparator
    project: NullableProjectFilter
    startedAt: NullableDateComparator
    state: WorkflowStateFilter
    subscribers: UserCollectionFilter
    team: TeamFilter
    title: StringComparator
    updatedAt: DateComparator
  }

  input NullableIssueFilter {
    and: [NullableIssueFilter!]
    assignee: NullableUserFilter
    canceledAt: NullableDateComparator
    children: IssueCollectionFilter
    completedAt: NullableDateComparator
    createdAt: DateComparator
    creator: NullableUserFilter
    cycle: NullableCycleFilter
    delegate: NullableUserFilter
    description: NullableStringComparator
    dueDate: NullableTimelessDateComparator
    estimate: EstimateComparator
    id: IssueIDComparator
    labels: IssueLabelCollectionFilter
    null: Boolean
    number: NumberComparator
    or: [NullableIssueFilter!]
    parent: NullableIssueFilter
    priority: NullableNumberComparator
    project: NullableProjectFilter
    startedAt: NullableDateComparator
    state: WorkflowStateFilter
    subscribers: UserCollectionFilter
    team: TeamFilter
    title: StringComparator
    updatedAt: DateComparator
  }

  input IssueCollectionFilter {
    and: [IssueCollectionFilter!]
    assignee: NullableUserFilter
    every: IssueFilter
    id: IssueIDComparator
    labels: IssueLabelCollectionFilter
    length: NumberComparator
    or: [IssueCollectionFilter!]
    some: IssueFilter
    state: WorkflowStateFilter
    title: StringComparator
  }

  input IssueCreateInput {
    assigneeId: String
    createAsUser: String
    createdAt: DateTime
    cycleId: String
    delegateId: String
    description: String
    displayIconUrl: String
    dueDate: TimelessDate
    estimate: Int
    id: String
    labelIds: [String!]
    parentId: String
    priority: Int
    projectId: String
    stateId: String
    subscriberIds: [String!]
    teamId: String!
    title: String
  }

  input IssueUpdateInput {
    addedLabelIds: [String!]
    assigneeId: String
    cycleId: String
    delegateId: String
    description: String
    dueDate: TimelessDate
    estimate: Int
    labelIds: [String!]
    parentId: String
    priority: Int
    projectId: String
    removedLabelIds: [String!]
    stateId: String
    subscriberIds: [String!]
    title: String
  }

  input IssueBatchCreateInput {
    issues: [IssueCreateInput!]!
  }
`;

/** Scalars, paging and comparators. */
export const shared: string = /* GraphQL */ `
  scalar DateTime
  scalar DateTimeOrDuration
  scalar JSON
  scalar JSONObject
  scalar TimelessDate

  type PageInfo {
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
  }

  enum PaginationOrderBy {
    createdAt
    updatedAt
  }

  input StringComparator {
    contains: String
    containsIgnoreCase: String
    containsIgnoreCaseAndAccent: String
    endsWith: String
    eq: String
    eqIgnoreCase: String
    in: [String!]
    neq: String
    neqIgnoreCase: String
    nin: [String!]
    notContains: String
    notContainsIgnoreCase: String
    notEndsWith: String
    notStartsWith: String
    startsWith: String
    startsWithIgnoreCase: String
  }

  input NullableStringComparator {
    contains: String
    containsIgnoreCase: String
    containsIgnoreCaseAndAccent: String
    endsWith: String
    eq: String
    eqIgnoreCase: String
    in: [String!]
    neq: String
    neqIgnoreCase: String
    nin: [String!]
    notContains: String
    notContainsIgnoreCase: String
    notEndsWith: String
    notStartsWith: String
    null: Boolean
    startsWith: String
    startsWithIgnoreCase: String
  }

  input IDComparator {
    eq: ID
    in: [ID!]
    neq: ID
    nin: [ID!]
  }

  input IssueIDComparator {
    eq: ID
    in: [ID!]
    neq: ID
    nin: [ID!]
  }

  input NumberComparator {
    eq: Float
    gt: Float
    gte: Float
    in: [Float!]
    lt: Float
    lte: Float
    neq: Float
    nin: [Float!]
  }

  input BooleanComparator {
    eq: Boolean
    neq: Boolean
  }

  input DateComparator {
    eq: DateTimeOrDuration
    gt: DateTimeOrDuration
    gte: DateTimeOrDuration
    in: [DateTimeOrDuration!]
    lt: DateTimeOrDuration
    lte: DateTimeOrDuration
    neq: DateTimeOrDuration
    nin: [DateTimeOrDuration!]
  }

  interface Node {
    id: ID!
  }
`;

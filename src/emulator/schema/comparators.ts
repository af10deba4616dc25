/** Comparators of filters. */
export const comparators: string = /* GraphQL */ `
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

  input NullableNumberComparator {
    eq: Float
    gt: Float
    gte: Float
    in: [Float!]
    lt: Float
    lte: Float
    neq: Float
    nin: [Float!]
    null: Boolean
  }

  input EstimateComparator {
    eq: Float
    gt: Float
    gte: Float
    in: [Float!]
    lt: Float
    lte: Float
    neq: Float
    nin: [Float!]
    null: Boolean
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

  input NullableDateComparator {
    eq: DateTimeOrDuration
    gt: DateTimeOrDuration
    gte: DateTimeOrDuration
    in: [DateTimeOrDuration!]
    lt: DateTimeOrDuration
    lte: DateTimeOrDuration
    neq: DateTimeOrDuration
    nin: [DateTimeOrDuration!]
    null: Boolean
  }

  input NullableTimelessDateComparator {
    eq: TimelessDateOrDuration
    gt: TimelessDateOrDuration
    gte: TimelessDateOrDuration
    in: [TimelessDateOrDuration!]
    lt: TimelessDateOrDuration
    lte: TimelessDateOrDuration
    neq: TimelessDateOrDuration
    nin: [TimelessDateOrDuration!]
    null: Boolean
  }
`;

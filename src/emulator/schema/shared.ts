/** Scalars and paging. */
export const shared: string = /* GraphQL */ `
  scalar DateTime
  scalar DateTimeOrDuration
  scalar JSON
  scalar JSONObject
  scalar TimelessDate
  scalar TimelessDateOrDuration
  scalar UUID

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

  interface Node {
    id: ID!
  }
`;

/** The arguments of every list, as Linear has them. */
export const PAGE: string =
  "after: String, before: String, first: Int, includeArchived: Boolean, last: Int, orderBy: PaginationOrderBy";

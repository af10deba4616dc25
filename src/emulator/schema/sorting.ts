/** Orders of lists. */
export const sorting: string = /* GraphQL */ `
  enum PaginationNulls {
    first
    last
  }

  enum PaginationSortOrder {
    Ascending
    Descending
  }

  input IssueSortInput {
    createdAt: CreatedAtSort
    priority: PrioritySort
    title: TitleSort
    updatedAt: UpdatedAtSort
  }

  input CreatedAtSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input UpdatedAtSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input PrioritySort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input TitleSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input UserSortInput {
    displayName: UserDisplayNameSort
    name: UserNameSort
  }

  input UserDisplayNameSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input UserNameSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input ProjectSortInput {
    createdAt: ProjectCreatedAtSort
    name: ProjectNameSort
    updatedAt: ProjectUpdatedAtSort
  }

  input ProjectCreatedAtSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input ProjectUpdatedAtSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input ProjectNameSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input DocumentSortInput {
    createdAt: DocumentCreatedAtSort
    title: DocumentTitleSort
    updatedAt: DocumentUpdatedAtSort
  }

  input DocumentCreatedAtSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input DocumentUpdatedAtSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }

  input DocumentTitleSort {
    nulls: PaginationNulls = last
    order: PaginationSortOrder
  }
`;

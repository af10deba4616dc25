import { readId, readObject, readObjects, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged } from "../payload.js";
import { CREATED_FIELDS, type CreatedIssueNode, readCreated } from "./sub-issues.js";

export interface TeamNode {
  id: string;
  key: string;
  name: string;
}

// The limit is enough to name those that one name may mean.
const MAX_TEAMS = 10;

/** The teams whose key or name is `name`, in any case. */
export const findTeams: Operation<{ name: string }, TeamNode[]> = {
  name: "FindTeams",
  document: /* GraphQL */ `
    query FindTeams($name: String!) {
      teams(
        first: ${MAX_TEAMS}
        filter: { or: [{ key: { eqIgnoreCase: $name } }, { name: { eqIgnoreCase: $name } }] }
      ) { nodes { id key name } }
    }
  `,
  read: (data) =>
    readObjects(readObject(data, "teams", "data"), "nodes", "teams", (team, path) => ({
      id: readId(team, "id", path),
      key: readString(team, "key", path),
      name: readString(team, "name", path),
    })),
};

/** `id` is our own UUID v4. */
export interface NewIssueInput {
  id: string;
  teamId: string;
  title: string;
  description?: string;
  priority?: number;
  estimate?: number;
}

const getCreatedIssue: Operation<{ id: string }, CreatedIssueNode> = {
  name: "GetCreatedIssue",
  document: /* GraphQL */ `
    query GetCreatedIssue($id: String!) {
      issue(id: $id) { ${CREATED_FIELDS} }
    }
  `,
  read: (data) => readCreated(readObject(data, "issue", "data"), "issue"),
};

export const createIssue: Operation<{ input: NewIssueInput }, CreatedIssueNode> = {
  name: "CreateIssue",
  document: /* GraphQL */ `
    mutation CreateIssue($input: IssueCreateInput!) {
      issueCreate(input: $input) { success issue { ${CREATED_FIELDS} } }
    }
  `,
  read: (data) => readChanged(data, "issueCreate", "issue", readCreated),
  alreadyDone: { sign: "CONFLICT", readExisting: getCreatedIssue, idOf: ({ input }) => input.id },
};

import { buildSchema, type GraphQLFieldMap, type GraphQLSchema, isObjectType, isUnionType } from "graphql";
import { attachmentMutations } from "../resolvers/attachment-mutations.js";
import { commentMutations } from "../resolvers/comment-mutations.js";
import { comments } from "../resolvers/comments.js";
import { cycles } from "../resolvers/cycles.js";
import { documentMutations } from "../resolvers/document-mutations.js";
import { documents } from "../resolvers/documents.js";
import { fileMutations } from "../resolvers/file-mutations.js";
import { history } from "../resolvers/history.js";
import { issueMutations } from "../resolvers/issue-mutations.js";
import { issueUpkeepMutations } from "../resolvers/issue-upkeep-mutations.js";
import { issues } from "../resolvers/issues.js";
import { labelMutations } from "../resolvers/label-mutations.js";
import { people } from "../resolvers/people.js";
import { projectMutations } from "../resolvers/project-mutations.js";
import { projects } from "../resolvers/projects.js";
import { queries } from "../resolvers/queries.js";
import { reactionMutations } from "../resolvers/reaction-mutations.js";
import { relationMutations } from "../resolvers/relation-mutations.js";
import { sessionMutations } from "../resolvers/session-mutations.js";
import { contentTypeName, sessions } from "../resolvers/sessions.js";
import { teamMutations } from "../resolvers/team-mutations.js";
import { teams } from "../resolvers/teams.js";
import { webhookMutations } from "../resolvers/webhook-mutations.js";
import { webhooks } from "../resolvers/webhooks.js";
import { sdl } from "../schema/sdl.js";
import type { RequestContext, Resolvers } from "./context.js";

const RESOLVERS: Resolvers = {
  ...people,
  ...teams,
  ...cycles,
  ...projects,
  ...documents,
  ...history,
  ...webhooks,
  ...issues,
  ...comments,
  ...sessions,
  ...queries,
  Mutation: {
    ...commentMutations,
    ...reactionMutations,
    ...sessionMutations,
    ...issueMutations,
    ...issueUpkeepMutations,
    ...relationMutations,
    ...attachmentMutations,
    ...labelMutations,
    ...teamMutations,
    ...projectMutations,
    ...documentMutations,
    ...webhookMutations,
    ...fileMutations,
  },
};

/** What a search finds has the fields of what it found. */
const SEARCH_RESULTS = { DocumentSearchResult: "Document", IssueSearchResult: "Issue", ProjectSearchResult: "Project" };

/** The schema with its resolvers. A field without one is the row's property of the same name. */
export function createExecutableSchema(): GraphQLSchema {
  // A test checks the schema; here the check would take most of the start.
  const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
  for (const [typeName, table] of Object.entries(RESOLVERS)) {
    const fields = fieldsOf(schema, typeName);
    for (const [fieldName, resolve] of Object.entries(table)) {
      const field = fields[fieldName];
      if (field === undefined) throw new Error(`The emulator's schema has no ${typeName}.${fieldName}`);
      field.resolve = resolve;
    }
  }
  for (const [resultName, typeName] of Object.entries(SEARCH_RESULTS)) {
    const found = fieldsOf(schema, typeName);
    for (const field of Object.values(fieldsOf(schema, resultName))) {
      const resolve = field.name === "metadata" ? () => ({}) : found[field.name]?.resolve;
      if (resolve) field.resolve = resolve;
    }
  }
  const content = schema.getType("AgentActivityContent");
  if (isUnionType(content)) content.resolveType = contentTypeName;
  return schema;
}

function fieldsOf(schema: GraphQLSchema, typeName: string): GraphQLFieldMap<unknown, RequestContext> {
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields() : {};
}

import { buildSchema, type GraphQLSchema, isObjectType, isUnionType } from "graphql";
import { commentMutations } from "../resolvers/comment-mutations.js";
import { comments } from "../resolvers/comments.js";
import { fileMutations } from "../resolvers/file-mutations.js";
import { issueMutations } from "../resolvers/issue-mutations.js";
import { issues } from "../resolvers/issues.js";
import { labelMutations } from "../resolvers/label-mutations.js";
import { people } from "../resolvers/people.js";
import { queries } from "../resolvers/queries.js";
import { reactionMutations } from "../resolvers/reaction-mutations.js";
import { relationMutations, relations } from "../resolvers/relations.js";
import { sessionMutations } from "../resolvers/session-mutations.js";
import { contentTypeName, sessions } from "../resolvers/sessions.js";
import { sdl } from "../schema/sdl.js";
import type { Resolvers } from "./context.js";

const RESOLVERS: Resolvers = {
  ...people,
  ...issues,
  ...relations,
  ...comments,
  ...sessions,
  ...queries,
  Mutation: {
    ...commentMutations,
    ...reactionMutations,
    ...sessionMutations,
    ...issueMutations,
    ...relationMutations,
    ...labelMutations,
    ...fileMutations,
  },
};

/** The schema with its resolvers. A field without one is the row's property of the same name. */
export function createExecutableSchema(): GraphQLSchema {
  // A test checks the schema; here the check would take most of the start.
  const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
  for (const [typeName, table] of Object.entries(RESOLVERS)) {
    const type = schema.getType(typeName);
    const fields = isObjectType(type) ? type.getFields() : {};
    for (const [fieldName, resolve] of Object.entries(table)) {
      const field = fields[fieldName];
      if (field === undefined) throw new Error(`The emulator's schema has no ${typeName}.${fieldName}`);
      field.resolve = resolve;
    }
  }
  const content = schema.getType("AgentActivityContent");
  if (isUnionType(content)) content.resolveType = contentTypeName;
  return schema;
}

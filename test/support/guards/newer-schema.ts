import { buildSchema, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

const SDK = "@linear/sdk 98.0.0";

interface NewerField {
  kind: "input" | "type";
  type: string;
  /** Where it is known from. */
  source: string;
}

/** Fields that Linear has published since the copy of its schema was made, as `Type.field`. */
export const NEWER_FIELDS: Readonly<Record<string, NewerField>> = {
  "AgentSessionUpdateInput.summary": { kind: "input", type: "String", source: SDK },
  "Document.owner": { kind: "type", type: "User", source: SDK },
  "DocumentSearchResult.owner": { kind: "type", type: "User", source: SDK },
  "IssueLabel.groupType": { kind: "type", type: "LabelGroupType", source: SDK },
  "Organization.defaultHomeViewTargetId": { kind: "type", type: "String", source: SDK },
  "Organization.suggestedBranchNameEnabled": { kind: "type", type: "Boolean!", source: SDK },
  "Project.resourceCount": { kind: "type", type: "Int!", source: SDK },
  "ProjectSearchResult.resourceCount": { kind: "type", type: "Int!", source: SDK },
  "ProjectUpdate.shortSummary": { kind: "type", type: "String", source: SDK },
  "Team.viewerCanJoin": { kind: "type", type: "Boolean!", source: SDK },
  "Team.viewerCanLeave": { kind: "type", type: "Boolean!", source: SDK },
  "Team.viewerMembership": { kind: "type", type: "TeamMembership", source: SDK },
};

/** Types that are newer than the copy, from the same source. */
const NEWER_TYPES = "enum LabelGroupType { multiSelect singleSelect }";

/** Optional arguments that are newer than the copy, from the same source, by the field's first words in it. */
const NEWER_ARGUMENTS: Readonly<Record<string, string>> = {
  "documentDelete(": "ifParentDocumentId: String",
  "projectCreate(": "aiConversationId: String, projectDraftId: String",
};

/** Linear's schema with what is newer than the copy. */
export function withNewerFields(published: string): string {
  const extensions = Object.entries(NEWER_FIELDS).map(([name, { kind, type }]) => {
    const [owner, field] = name.split(".");
    return `extend ${kind} ${owner} { ${field}: ${type} }`;
  });
  const withArguments = Object.entries(NEWER_ARGUMENTS).reduce(
    (text, [start, list]) => text.replace(`  ${start}`, `  ${start}${list}, `),
    published,
  );
  return [withArguments, NEWER_TYPES, ...extensions].join("\n");
}

/** The entries of {@link NEWER_FIELDS} that the copy has caught up with. */
export function findOutdated(published: string): string[] {
  const schema = buildSchema(published, { assumeValidSDL: true });
  return Object.keys(NEWER_FIELDS).filter((name) => {
    const [owner = "", field = ""] = name.split(".");
    const type = schema.getType(owner);
    const hasFields = isInputObjectType(type) || isObjectType(type) || isInterfaceType(type);
    return hasFields && field in type.getFields();
  });
}

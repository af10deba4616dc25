import { pathToFileURL } from "node:url";
import {
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  TypeInfo,
  typeFromAST,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { absolute, listFiles, readText } from "./repository.js";

/** An operation of `src/api`, as far as its document goes. */
export interface NamedDocument {
  name: string;
  document: string;
}

/** The operations that the modules below `folder` export, and those that their exports hold, sorted by name. */
export async function collectOperations(folder: string): Promise<NamedDocument[]> {
  const paths = listFiles(folder, /\.ts$/).map((path) => pathToFileURL(absolute(path)).href);
  const modules: object[] = await Promise.all(paths.map((path) => import(path)));
  return findOperations(modules).sort((a, b) => a.name.localeCompare(b.name));
}

/** The operations in these values and below them, each once. */
export function findOperations(values: readonly unknown[]): NamedDocument[] {
  const seen = new Set<unknown>();
  const find = (value: unknown): NamedDocument[] => {
    if (typeof value !== "object" || value === null || seen.has(value)) return [];
    seen.add(value);
    return [...(isNamedDocument(value) ? [value] : []), ...Object.values(value).flatMap(find)];
  };
  return values.flatMap(find);
}

/** The names of the operations that stand in the text of the files below `folder`, sorted. */
export function readOperationNames(folder: string): string[] {
  const texts = listFiles(folder, /\.ts$/).map(readText);
  const names = texts.flatMap((text) => [...text.matchAll(/^\s*(?:query|mutation) ([A-Z]\w+)\b/gm)]);
  return names.map(([, name = ""]) => name).sort((a, b) => a.localeCompare(b));
}

function isNamedDocument(value: object): value is NamedDocument {
  return "name" in value && typeof value.name === "string" && "document" in value && typeof value.document === "string";
}

/** Operations whose document holds anything but the one operation of that name. */
export function findMisnamed(operations: readonly NamedDocument[]): string[] {
  return operations.flatMap(({ name, document }) => {
    const found = parse(document).definitions.map((part) =>
      part.kind === Kind.OPERATION_DEFINITION ? (part.name?.value ?? "(anonymous)") : undefined,
    );
    const names = found.filter((found) => found !== undefined);
    return names.length === 1 && names[0] === name ? [] : [`${name} has a document of ${names.join(", ")}`];
  });
}

/** What `schema` has against the documents, the use of deprecated fields included. */
export function findInvalid(operations: readonly NamedDocument[], schema: GraphQLSchema): string[] {
  return eachDocument(operations, (document) => [
    ...validate(schema, document).map(({ message }) => message),
    ...validate(schema, document, [NoDeprecatedCustomRule]).map(({ message }) => message),
  ]);
}

/**
 * The fields and arguments that Linear's schema calls internal, as `Type.field` and `Type.field(argument)`, and
 * variables of internal input types. `allowed` lists fields that are used nevertheless.
 */
export function findInternal(
  operations: readonly NamedDocument[],
  schema: GraphQLSchema,
  allowed: readonly string[],
): string[] {
  return eachDocument(operations, (document) => {
    const found: string[] = [];
    const info = new TypeInfo(schema);
    const note = (part: GraphQLArgument | GraphQLField<unknown, unknown> | null | undefined, name: string): void => {
      if (isInternal(part?.description) && !allowed.includes(name)) found.push(`${name} is internal`);
    };
    const fieldName = (): string => `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
    visit(
      document,
      visitWithTypeInfo(info, {
        Field: () => note(info.getFieldDef(), fieldName()),
        Argument: ({ name }) => note(info.getArgument(), `${fieldName()}(${name.value})`),
        VariableDefinition: ({ type }) => {
          const input = getNamedType(typeFromAST(schema, type));
          if (isInputObjectType(input) && isInternal(input.description)) found.push(`${input.name} is internal`);
        },
      }),
    );
    return found;
  });
}

/** Lists that are asked for without `first` or `last`: Linear then counts 50 of each against the rate limit. */
export function findUnboundedLists(operations: readonly NamedDocument[], schema: GraphQLSchema): string[] {
  return eachDocument(operations, (document) => {
    const found: string[] = [];
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field: (node) => {
          const isList = getNamedType(info.getType())?.name.endsWith("Connection");
          const isBounded = node.arguments?.some(({ name }) => ["first", "last"].includes(name.value));
          if (isList && !isBounded) found.push(`${node.name.value} has neither first nor last`);
        },
      }),
    );
    return found;
  });
}

const isInternal = (description: string | null | undefined): boolean => description?.startsWith("[Internal]") ?? false;

function eachDocument(operations: readonly NamedDocument[], find: (document: DocumentNode) => string[]): string[] {
  return operations.flatMap(({ name, document }) => find(parse(document)).map((problem) => `${name}: ${problem}`));
}

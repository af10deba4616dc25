import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { compileComplexity } from "./complexity.js";
import { findMissing } from "./missing.js";

/** A document that is fit to run, or what is wrong with it. */
export type PreparedDocument =
  | {
      kind: "ready";
      document: DocumentNode;
      operationName: string | undefined;
      complexity: (variables: Readonly<Record<string, unknown>>) => number;
    }
  | { kind: "refused"; operationName: string | undefined; errors: readonly GraphQLError[] };

/** Parses, validates and prices documents, each distinct one once. */
export function createDocuments(
  schema: GraphQLSchema,
): (query: string, operationName: string | undefined) => PreparedDocument {
  const prepared = new Map<string, PreparedDocument>();

  return (query, operationName) => {
    const key = `${operationName ?? ""}\n${query}`;
    const known = prepared.get(key);
    if (known) return known;
    const fresh = prepare(schema, query, operationName);
    prepared.set(key, fresh);
    return fresh;
  };
}

function prepare(schema: GraphQLSchema, query: string, wanted: string | undefined): PreparedDocument {
  try {
    const document = parse(query);
    const operation = document.definitions.find(
      (node): node is OperationDefinitionNode =>
        node.kind === Kind.OPERATION_DEFINITION && (wanted === undefined || node.name?.value === wanted),
    );
    const operationName = operation?.name?.value;
    const missing = findMissing(schema, document);
    const errors = missing ? [missing] : validate(schema, document);
    if (errors.length > 0) return { kind: "refused", operationName, errors };
    if (operation === undefined) {
      return {
        kind: "refused",
        operationName: wanted,
        errors: [new GraphQLError("The operation is not in the document")],
      };
    }
    return { kind: "ready", document, operationName, complexity: compileComplexity(schema, document, operation) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { kind: "refused", operationName: wanted, errors: [error] };
  }
}

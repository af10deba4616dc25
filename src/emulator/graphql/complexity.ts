import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;
type Price = (variables: Variables) => number;

// https://linear.app/developers/rate-limiting#api-request-complexity
const SCALAR_POINTS = 0.1;
const OBJECT_POINTS = 1;
const DEFAULT_PAGE = 50;
/** A single query may not cost more. */
export const MAX_COMPLEXITY = 10_000;

/**
 * Prepares the price of a document in complexity points: 0.1 for a scalar, 1 for an object, a connection multiplies
 * what is below it by its page size, and the sum is rounded up. Only the page size depends on the variables.
 */
export function compileComplexity(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const fragments = new Map(
    document.definitions.flatMap((node): [string, FragmentDefinitionNode][] =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  );
  const root = schema.getRootType(operation.operation);
  const price = priceOf(operation.selectionSet, root ?? undefined);
  return (variables) => Math.ceil(Math.round(price(variables) * 10) / 10);

  function priceOf(selectionSet: SelectionSetNode, parent: GraphQLOutputType | undefined): Price {
    const parts = selectionSet.selections.map((selection) => priceOfSelection(selection, parent));
    return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
  }

  function priceOfSelection(selection: SelectionNode, parent: GraphQLOutputType | undefined): Price {
    switch (selection.kind) {
      case Kind.FIELD:
        return priceOfField(selection, parent);
      case Kind.INLINE_FRAGMENT:
        return priceOf(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        return fragment ? priceOf(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value)) : () => 0;
      }
    }
  }

  function priceOfField(node: FieldNode, parent: GraphQLOutputType | undefined): Price {
    const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
    const type = getNamedType(fields[node.name.value]?.type);
    if (node.selectionSet === undefined || !isCompositeType(type)) return () => SCALAR_POINTS;
    const children = priceOf(node.selectionSet, type);
    if (!type.name.endsWith("Connection")) return (variables) => OBJECT_POINTS + children(variables);
    const size = pageSizeOf(node, operation);
    return (variables) => OBJECT_POINTS + size(variables) * children(variables);
  }

  function typeNamed(name: string | undefined): GraphQLOutputType | undefined {
    const type = name === undefined ? undefined : schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) ? type : undefined;
  }
}

/** `first` or `last`, which may be a variable with a default of its own. */
function pageSizeOf(node: FieldNode, operation: OperationDefinitionNode): Price {
  const argument = node.arguments?.find(({ name }) => name.value === "first" || name.value === "last")?.value;
  if (argument?.kind === Kind.INT) return () => Number(argument.value);
  if (argument?.kind !== Kind.VARIABLE) return () => DEFAULT_PAGE;
  const name = argument.name.value;
  const preset = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  const presetSize = preset?.kind === Kind.INT ? Number(preset.value) : DEFAULT_PAGE;
  return (variables) => (typeof variables[name] === "number" ? variables[name] : presetSize);
}

import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** What it says of everything that Linear may have and the emulator has not. */
const describeMissing = (names: readonly string[]): string =>
  `The emulator does not have ${[...new Set(names)].join(", ")}. It answers a part of Linear's schema: see docs/testing.md.`;

/** One error that names all types, fields, arguments and values of a document that the schema does not have. */
export function findMissing(schema: GraphQLSchema, document: DocumentNode): GraphQLError | undefined {
  const info = new TypeInfo(schema);
  const names: string[] = [];
  const nodes: ASTNode[] = [];
  const miss = (name: string, node: ASTNode): void => {
    names.push(name);
    nodes.push(node);
  };
  const visitor = {
    NamedType: (node: ASTNode & { name: { value: string } }) => {
      if (schema.getType(node.name.value) === undefined) miss(`the type ${node.name.value}`, node);
    },
    Field: (node: ASTNode & { name: { value: string } }) => {
      const parent = info.getParentType();
      if (parent && !info.getFieldDef()) miss(`${parent.name}.${node.name.value}`, node);
    },
    Argument: (node: ASTNode & { name: { value: string } }) => {
      const field = info.getFieldDef();
      if (field && !info.getArgument()) {
        miss(`the argument ${node.name.value} of ${info.getParentType()?.name}.${field.name}`, node);
      }
    },
    ObjectField: (node: ASTNode & { name: { value: string } }) => {
      const parent = getNamedType(info.getParentInputType());
      if (isInputObjectType(parent) && !(node.name.value in parent.getFields())) {
        miss(`${parent.name}.${node.name.value}`, node);
      }
    },
    EnumValue: (node: ASTNode & { value: string }) => {
      const type = getNamedType(info.getInputType());
      if (isEnumType(type) && !type.getValue(node.value)) miss(`${type.name}.${node.value}`, node);
    },
  };
  visit(document, visitWithTypeInfo(info, visitor));
  return names.length === 0 ? undefined : new GraphQLError(describeMissing(names), { nodes });
}

// How graphql 16 words a variable that the schema has no place for.
const UNKNOWN_FIELD = /Field "(\w+)" is not defined by type "(\w+)"/;
const UNKNOWN_VALUE = /Value "(\w+)" does not exist in "(\w+)" enum/;

/** The message of an error in the variables, in the emulator's words where the schema lacks what they name. */
export function describeVariableError(message: string): string {
  const [, name, type] = UNKNOWN_FIELD.exec(message) ?? UNKNOWN_VALUE.exec(message) ?? [];
  return name === undefined ? message : describeMissing([`${type}.${name}`]);
}

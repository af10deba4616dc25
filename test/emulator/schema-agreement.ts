import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";

/**
 * How `part` disagrees with `whole`: types, fields, arguments, enum values and members that are not there or have
 * another type, nullability included, and whatever `whole` requires and `part` does not know. Empty when `part` is a
 * true part: then a document that fits `part` fits `whole`.
 */
export function findDisagreements(part: string, whole: string): string[] {
  const schema = buildSchema(whole, { assumeValidSDL: true });
  return Object.values(buildSchema(part).getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type))
    .flatMap((type) => compareTypes(type, schema));
}

function compareTypes(type: GraphQLNamedType, schema: GraphQLSchema): string[] {
  const other = schema.getType(type.name);
  if (other === undefined) return [`${type.name} is not there`];
  if (other.constructor !== type.constructor) return [`${type.name} is of another kind`];
  return [
    ...missing(type.name, describe(type), describe(other)),
    ...missing(type.name, describeRequired(other, type), describe(type)),
  ];
}

/** What `type` demands of a document that uses only what `part` has. */
function describeRequired(type: GraphQLNamedType, part: GraphQLNamedType): string[] {
  if (isInputObjectType(type)) return Object.values(type.getFields()).filter(isRequiredInputField).map(describeInput);
  if (!isObjectType(type) || !isObjectType(part)) return [];
  return Object.values(type.getFields())
    .filter(({ name }) => name in part.getFields())
    .flatMap(({ name, args }) => args.filter(isRequiredArgument).map((argument) => describeArgument(name, argument)));
}

/** Each part of a type as a line of text, so that two types agree where the lines do. */
function describe(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (isUnionType(type)) return type.getTypes().map(({ name }) => name);
  if (isObjectType(type) || isInterfaceType(type)) return Object.values(type.getFields()).flatMap(describeField);
  if (isInputObjectType(type)) return Object.values(type.getFields()).map(describeInput);
  return [];
}

const describeInput = ({ name, type }: GraphQLInputField): string => `${name}: ${type}`;

const describeField = ({ name, type, args }: GraphQLField<unknown, unknown>): string[] => [
  `${name}: ${type}`,
  ...args.map((argument) => describeArgument(name, argument)),
];

const describeArgument = (field: string, { name, type }: GraphQLArgument): string => `${field}(${name}: ${type})`;

const missing = (name: string, part: readonly string[], whole: readonly string[]): string[] =>
  part.filter((line) => !whole.includes(line)).map((line) => `${name}.${line}`);

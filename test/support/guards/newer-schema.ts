import { buildSchema, isInputObjectType } from "graphql";

interface NewerInput {
  type: string;
  /** Where it is known from. */
  source: string;
}

/** Input fields that Linear has published since the copy of its schema was made, as `Type.field`. */
export const NEWER_INPUTS: Readonly<Record<string, NewerInput>> = {
  "AgentSessionUpdateInput.summary": { type: "String", source: "@linear/sdk 98.0.0" },
};

/** Linear's schema with what is newer than the copy. */
export function withNewerInputs(published: string): string {
  const extensions = Object.entries(NEWER_INPUTS).map(([name, { type }]) => {
    const [input, field] = name.split(".");
    return `extend input ${input} { ${field}: ${type} }`;
  });
  return [published, ...extensions].join("\n");
}

/** The entries of {@link NEWER_INPUTS} that the copy has caught up with. */
export function findOutdated(published: string): string[] {
  const schema = buildSchema(published, { assumeValidSDL: true });
  return Object.keys(NEWER_INPUTS).filter((name) => {
    const [input = "", field = ""] = name.split(".");
    const type = schema.getType(input);
    return isInputObjectType(type) && field in type.getFields();
  });
}

import { readFileSync } from "node:fs";
import { buildSchema, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { sdl } from "../src/emulator/schema/sdl.js";
import { withNewerFields } from "./support/guards/newer-schema.js";
import {
  collectOperations,
  findInternal,
  findInvalid,
  findMisnamed,
  findOperations,
  findUnboundedLists,
  readOperationNames,
} from "./support/guards/operations.js";
import { absolute, isPresent } from "./support/guards/repository.js";

/** Linear's published schema. It is large and not part of this repository, so it is there on some machines only. */
const LINEAR_SCHEMA = "../shared/linear/schema.graphql";
const hasSchema = isPresent(LINEAR_SCHEMA);

/** Internal fields that we read, each with its reason. */
const ALLOWED_INTERNAL: Readonly<Record<string, string>> = {
  "Comment.isArtificialAgentSessionRoot": "nothing else tells a root that Linear wrote from one that a person wrote",
};

const toSchema = (text: string): GraphQLSchema => buildSchema(text, { assumeValidSDL: true });

const operations = await collectOperations("src/api");
const emulated = toSchema(sdl);

describe("the GraphQL documents", () => {
  it("are all found by these tests", () => {
    const names = operations.map(({ name }) => name);

    expect(names).toEqual(readOperationNames("src/api"));
    expect(names).not.toEqual([]);
  });

  it("hold one operation each, of the operation's name", () => {
    expect(findMisnamed(operations)).toEqual([]);
  });

  it("are answered by the emulator", () => {
    expect(findInvalid(operations, emulated)).toEqual([]);
  });

  it("say how long each list may be", () => {
    expect(findUnboundedLists(operations, emulated)).toEqual([]);
  });
});

describe.skipIf(!hasSchema)(`the GraphQL documents (skipped where ${LINEAR_SCHEMA} is absent)`, () => {
  const linear = hasSchema ? toSchema(withNewerFields(readFileSync(absolute(LINEAR_SCHEMA), "utf8"))) : emulated;

  it("fit Linear's published schema and use nothing deprecated", () => {
    expect(findInvalid(operations, linear)).toEqual([]);
  });

  it("use nothing that Linear calls internal", () => {
    expect(findInternal(operations, linear, Object.keys(ALLOWED_INTERNAL))).toEqual([]);
  });
});

describe("the checks of documents", () => {
  const schema = toSchema(`
    type Query {
      old: String @deprecated(reason: "Use now.")
      now: String
      "[Internal]"
      secret: String
      search("[Internal]" mode: String): String
      save(input: InternalInput, plain: PlainInput): String
      things(first: Int): ThingConnection!
    }
    type ThingConnection { nodes: [String!]! }
    "[Internal]"
    input InternalInput { a: String }
    input PlainInput { a: String }
  `);
  const sample = (document: string): { name: string; document: string }[] => [{ name: "Sample", document }];

  it("find operations in modules, also inside other operations, each once", () => {
    const inner = { name: "Inner", document: "query Inner { now }" };
    const outer = { name: "Outer", document: "query Outer { now }", alreadyDone: { read: inner } };

    expect(findOperations([{ inner, outer, fields: "id", version: { name: "none" } }])).toEqual([inner, outer]);
  });

  it("see a document with another name or with several operations", () => {
    expect([
      findMisnamed(sample("query Sample { now }")),
      findMisnamed(sample("query Other { now }")),
      findMisnamed(sample("query Sample { now } query Second { now }")),
    ]).toEqual([[], ["Sample has a document of Other"], ["Sample has a document of Sample, Second"]]);
  });

  it("see unknown and deprecated fields", () => {
    expect(findInvalid(sample("query Sample { now old zzz }"), schema)).toEqual([
      'Sample: Cannot query field "zzz" on type "Query".',
      "Sample: The field Query.old is deprecated. Use now.",
    ]);
  });

  it("see internal fields, arguments and inputs", () => {
    const document =
      'query Sample($a: InternalInput, $b: PlainInput) { secret search(mode: "x") save(input: $a, plain: $b) }';

    expect(findInternal(sample(document), schema, [])).toEqual([
      "Sample: InternalInput is internal",
      "Sample: Query.secret is internal",
      "Sample: Query.search(mode) is internal",
    ]);
  });

  it("let pass the internal fields that are allowed", () => {
    expect(findInternal(sample("query Sample { secret }"), schema, ["Query.secret"])).toEqual([]);
  });

  it("see a list without a length", () => {
    expect(
      findUnboundedLists(sample("query Sample { a: things { nodes } b: things(first: 5) { nodes } }"), schema),
    ).toEqual(["Sample: things has neither first nor last"]);
  });
});

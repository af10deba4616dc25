// Covers: src/emulator/schema/attachments.ts
// Covers: src/emulator/schema/comparators.ts
// Covers: src/emulator/schema/cycles.ts
// Covers: src/emulator/schema/documents.ts
// Covers: src/emulator/schema/elsewhere.ts
// Covers: src/emulator/schema/issue-history.ts
// Covers: src/emulator/schema/issue-inputs.ts
// Covers: src/emulator/schema/labels.ts
// Covers: src/emulator/schema/organization.ts
// Covers: src/emulator/schema/people.ts
// Covers: src/emulator/schema/project-search.ts
// Covers: src/emulator/schema/project-updates.ts
// Covers: src/emulator/schema/projects.ts
// Covers: src/emulator/schema/queries.ts
// Covers: src/emulator/schema/search.ts
// Covers: src/emulator/schema/sorting.ts
// Covers: src/emulator/schema/teams.ts
// Covers: src/emulator/schema/workflow-states.ts

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LinearDocument } from "@linear/sdk";
import { describe, expect, it } from "vitest";
import { sdl } from "../../src/emulator/schema/sdl.js";
import { findOutdated, NEWER_FIELDS, withNewerFields } from "../support/guards/newer-schema.js";
import { findDisagreements } from "./schema-agreement.js";

const NAME = "../shared/linear/schema.graphql";
const path = fileURLToPath(new URL(`../../${NAME}`, import.meta.url));

describe("the emulator's schema", () => {
  it.skipIf(!existsSync(path))(`is a true part of Linear's (skipped where ${NAME} is absent)`, () => {
    expect(findDisagreements(sdl, withNewerFields(readFileSync(path, "utf8")))).toEqual([]);
  });

  it.skipIf(!existsSync(path))(`knows what is newer than ${NAME} (skipped where that is absent)`, () => {
    expect(findOutdated(readFileSync(path, "utf8"))).toEqual([]);
  });

  it("takes from a newer @linear/sdk only what that has", () => {
    const update: LinearDocument.AgentSessionUpdateInput = { summary: "Login is slow" };
    type Read<Type, Field extends keyof Type> = Pick<Type, Field>;
    const read: Partial<
      Read<LinearDocument.Document, "owner"> &
        Read<LinearDocument.DocumentSearchResult, "owner"> &
        Read<LinearDocument.IssueLabel, "groupType"> &
        Read<LinearDocument.Organization, "defaultHomeViewTargetId" | "suggestedBranchNameEnabled"> &
        Read<LinearDocument.Project, "resourceCount"> &
        Read<LinearDocument.ProjectSearchResult, "resourceCount"> &
        Read<LinearDocument.ProjectUpdate, "shortSummary"> &
        Read<LinearDocument.Team, "viewerCanJoin" | "viewerCanLeave" | "viewerMembership">
    > = {
      defaultHomeViewTargetId: null,
      groupType: null,
      owner: null,
      resourceCount: 0,
      shortSummary: null,
      suggestedBranchNameEnabled: false,
      viewerCanJoin: true,
      viewerCanLeave: true,
      viewerMembership: null,
    };
    const fields = Object.keys(NEWER_FIELDS).map((name) => name.split(".")[1] ?? "");

    expect([...new Set(fields)].sort()).toEqual([...Object.keys(update), ...Object.keys(read)].sort());
  });
});

describe("finding disagreements", () => {
  const whole = `
    type Query { comment(id: String!, hash: String): Comment! }
    type Comment { id: ID! body: String! user: String }
    input Input { id: String body: String! }
    enum Status { active done }
  `;

  it("finds none in a true part", () => {
    const part = `
      type Query { comment(id: String!): Comment! }
      type Comment { id: ID! }
      input Input { body: String! }
      enum Status { done }
    `;

    expect(findDisagreements(part, whole)).toEqual([]);
  });

  it("names whatever is not there or has another type", () => {
    const part = `
      type Query { comment(id: String, first: Int): Comment }
      type Comment { id: ID! user: String! text: String }
      input Input { id: String }
      enum Status { done gone }
      type Reaction { id: ID! }
    `;

    expect(findDisagreements(part, whole)).toEqual([
      "Query.comment: Comment",
      "Query.comment(id: String)",
      "Query.comment(first: Int)",
      "Query.comment(id: String!)",
      "Comment.user: String!",
      "Comment.text: String",
      "Input.body: String!",
      "Status.gone",
      "Reaction is not there",
    ]);
  });
});

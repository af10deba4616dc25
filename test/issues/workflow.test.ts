import { describe, expect, it } from "vitest";
import { decideMove, decideStart, type IssueWorkflow } from "../../src/issues/workflow.js";

const state = (name: string, type: string, position = 0): IssueWorkflow["team"]["states"][number] => ({
  id: `id of ${name}`,
  name,
  type,
  position,
});

const STATES = [
  state("Started", "backlog", 0),
  state("Todo", "unstarted", 1),
  state("In Review", "started", 1002),
  state("In Progress", "started", 2),
  state("Testing", "started", 500),
  state("Done", "completed", 3),
];

/** An issue in the state of that name. */
const issueIn = (name: string): IssueWorkflow => ({
  state: STATES.find((each) => each.name === name) ?? state(name, name.toLowerCase()),
  team: { states: STATES },
});

const move = (name: string, type: string): unknown => ({ kind: "move", state: { id: `id of ${name}`, name, type } });
const stay = (name: string, type: string): unknown => ({ kind: "stay", state: { id: `id of ${name}`, name, type } });

describe("starting an issue", () => {
  it.each(["Todo", "Started", "Triage"])("moves it from %s to the started state of the lowest position", (name) => {
    expect(decideStart(issueIn(name))).toEqual(move("In Progress", "started"));
  });

  it.each([
    ["In Review", "started"],
    ["Done", "completed"],
    ["Canceled", "canceled"],
    ["Duplicate", "duplicate"],
  ])("leaves it in %s", (name, type) => {
    expect(decideStart(issueIn(name))).toEqual(stay(name, type));
  });

  it("has nowhere to go in a team without a started state", () => {
    const { state: current } = issueIn("Todo");

    expect(decideStart({ state: current, team: { states: [state("Todo", "unstarted")] } })).toEqual({
      kind: "nowhere",
    });
  });
});

describe("moving an issue", () => {
  it("goes by name in any case", () => {
    expect(decideMove(" in review ", issueIn("Todo"))).toEqual(move("In Review", "started"));
  });

  it("goes by type to the state of the lowest position", () => {
    expect(decideMove("completed", issueIn("Todo"))).toEqual(move("Done", "completed"));
  });

  it("prefers a name to a type", () => {
    expect(decideMove("started", issueIn("Todo"))).toEqual(move("Started", "backlog"));
    expect(decideMove("started", issueIn("In Progress"))).toEqual(move("Started", "backlog"));
  });

  it("stays where it is wanted by name or by type", () => {
    expect(decideMove("TODO", issueIn("Todo"))).toEqual(stay("Todo", "unstarted"));
    expect(decideMove("unstarted", issueIn("Todo"))).toEqual(stay("Todo", "unstarted"));
  });

  it("has nowhere to go when nothing is called so", () => {
    expect(decideMove("Shipped", issueIn("Todo"))).toEqual({ kind: "nowhere" });
  });
});

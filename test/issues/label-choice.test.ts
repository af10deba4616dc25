import { describe, expect, it } from "vitest";
import type { LabelNode } from "../../src/api/operations/labels.js";
import {
  chooseGroup,
  chooseLabel,
  isMeant,
  type LabelName,
  toLabelFilter,
  toLabelNames,
} from "../../src/issues/label-choice.js";

const label = (id: string, name: string, more: Partial<LabelNode> = {}): LabelNode => ({
  id,
  name,
  isGroup: false,
  teamId: undefined,
  group: undefined,
  ...more,
});

const TYPE = label("type", "Type", { isGroup: true });
const AREA = label("area", "Area", { isGroup: true });
const TEAM = "the team";

function named(text: string): LabelName {
  const [name] = toLabelNames([text]);
  if (name === undefined) throw new Error("There is no name");
  return name;
}

describe("the name of a label", () => {
  it("means the label, in any case", () => {
    const bug = label("1", "Bug");

    expect(chooseLabel(named(" bug "), [label("2", "Bugs"), bug])).toEqual({ kind: "label", label: bug });
  });

  it("means the team's label rather than the workspace's", () => {
    const own = label("1", "Bug", { teamId: TEAM });

    expect(chooseLabel(named("Bug"), [label("2", "Bug"), own])).toEqual({ kind: "label", label: own });
  });

  it("means the label without a group rather than one of a group", () => {
    const plain = label("1", "Bug");

    expect(chooseLabel(named("Bug"), [label("2", "Bug", { group: TYPE }), plain])).toEqual({
      kind: "label",
      label: plain,
    });
  });

  it("with a slash means the label of a group", () => {
    const [ofType, ofArea] = [label("1", "UI", { group: TYPE }), label("2", "UI", { group: AREA })];

    expect(chooseLabel(named("area / ui"), [ofType, ofArea])).toEqual({ kind: "label", label: ofArea });
  });

  it("may have a slash without a group", () => {
    const slashed = label("1", "area/ui");

    expect(chooseLabel(named("Area/UI"), [slashed])).toEqual({ kind: "label", label: slashed });
  });

  it("may be the id", () => {
    const id = "0193a1b2-0000-4000-8000-00000000000a";
    const bug = label(id, "Bug");

    expect(chooseLabel(named(id.toUpperCase()), [bug])).toEqual({ kind: "label", label: bug });
  });

  it("says too little when several groups have it", () => {
    const labels = [label("1", "UI", { group: TYPE }), label("2", "UI", { group: AREA })];

    expect(chooseLabel(named("UI"), labels)).toEqual({ kind: "ambiguous", labels });
  });

  it("of a group means no label, but tells which there are", () => {
    const bug = label("1", "Bug", { group: TYPE });

    expect(chooseLabel(named("Type"), [TYPE, bug])).toEqual({ kind: "group", labels: [bug] });
  });

  it("means nothing when nothing is called so", () => {
    expect(chooseLabel(named("Bug"), [label("1", "Feature")])).toEqual({ kind: "missing" });
  });
});

describe("the filter for names", () => {
  it("finds each name once, as a label, as a group and within its group", () => {
    expect(toLabelFilter(toLabelNames(["Bug", " bug", "Type/UI", "0193a1b2-0000-4000-8000-00000000000A"]))).toEqual({
      or: [
        { name: { eqIgnoreCase: "Bug" } },
        { parent: { name: { eqIgnoreCase: "Bug" } } },
        { name: { eqIgnoreCase: "Type/UI" } },
        { parent: { name: { eqIgnoreCase: "Type/UI" } } },
        { name: { eqIgnoreCase: "Type" } },
        { name: { eqIgnoreCase: "UI" }, parent: { name: { eqIgnoreCase: "Type" } } },
        { id: { eq: "0193a1b2-0000-4000-8000-00000000000a" } },
      ],
    });
  });
});

describe("a group for a new label", () => {
  it("is the team's rather than the workspace's, and never a label", () => {
    const own = label("1", "Type", { isGroup: true, teamId: TEAM });

    expect(chooseGroup("type", [label("2", "Type"), TYPE, own])).toBe(own);
    expect(chooseGroup("type", [label("2", "Type")])).toBeUndefined();
  });
});

describe("a label to be removed", () => {
  it("is named by itself, with its group, or by its group", () => {
    const bug = label("1", "Bug", { group: TYPE });

    expect(["bug", "Type/Bug", "TYPE", "1", "Area/Bug", "Bugs"].map((text) => isMeant(bug, named(text)))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { isApproval, toChoices } from "../../src/questions/question.js";
import type { CardChoice } from "../../src/render/card-choices.js";

const button = (label: string, actionId: string, value?: string): CardChoice => ({
  kind: "button",
  label,
  description: "",
  actionId,
  value,
});

describe("the choices of a card", () => {
  it("have labels that nobody can mix up", () => {
    const choices = toChoices(["View", "view", "View (2)", "View"].map((label) => button(label, "view")));

    expect(choices.map(({ label }) => label)).toEqual(["View", "view (3)", "View (2)", "View (4)"]);
  });

  it("are plain data, without what is not there", () => {
    const choices = toChoices([button("Go", "go"), { ...button("Stay", "stay", "1"), description: "here" }]);

    expect(choices).toEqual([
      { label: "Go", actionId: "go" },
      { label: "Stay", description: "here", actionId: "stay", value: "1" },
    ]);
  });
});

describe("an approval", () => {
  const approve = button("Yes", "approve", "__cb:1");
  const deny = button("No", "deny", "__cb:2");

  it("is a card with the two buttons of requestApproval and their callbacks", () => {
    expect(isApproval(toChoices([approve, deny]))).toBe(true);
  });

  it.each([
    ["buttons without callbacks", [button("Yes", "approve"), button("No", "deny")]],
    ["other buttons", [button("Yes", "yes", "__cb:1"), button("No", "no", "__cb:2")]],
    ["a third button", [approve, deny, button("Later", "later", "__cb:3")]],
  ])("is not one with %s", (_what, choices) => {
    expect(isApproval(toChoices(choices))).toBe(false);
  });
});

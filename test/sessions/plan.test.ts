import { Plan } from "chat";
import { describe, expect, it } from "vitest";
import { renderPlan, toPlanSteps } from "../../src/sessions/speech/plan.js";

describe("the steps of a plan", () => {
  it("have the tasks' titles, order and statuses", () => {
    const tasks = [
      { id: "1", title: "Look", status: "complete" as const, output: "3 matches" },
      { id: "2", title: "Build", status: "error" as const },
      { id: "3", title: "Test", status: "in_progress" as const },
      { id: "4", title: "Ship", status: "pending" as const },
    ];

    expect(toPlanSteps({ title: "Release", tasks })).toEqual([
      { content: "Look", status: "completed" },
      { content: "Build", status: "canceled" },
      { content: "Test", status: "inProgress" },
      { content: "Ship", status: "pending" },
    ]);
  });

  it("are made from what a Plan of the Chat SDK gives", () => {
    expect(toPlanSteps(new Plan({ initialMessage: "Looking into it" }).getPostData())).toEqual([
      { content: "Looking into it", status: "inProgress" },
    ]);
  });

  it("are the title where there are no tasks", () => {
    expect(toPlanSteps({ title: "Release", tasks: [] })).toEqual([{ content: "Release", status: "inProgress" }]);
  });

  it("are none without tasks and title", () => {
    expect(toPlanSteps({ title: " ", tasks: [] })).toEqual([]);
  });

  it("are one line each and never blank", () => {
    const tasks = [
      { title: "Look\n  around ", status: "pending" as const },
      { title: "\n", status: "pending" as const },
    ];

    expect(toPlanSteps({ title: "Release", tasks })).toEqual([
      { content: "Look around", status: "pending" },
      { content: "Working", status: "pending" },
    ]);
  });
});

describe("a plan in a comment", () => {
  it("is a checklist below its title", () => {
    expect(
      renderPlan("Release", [
        { content: "Look", status: "completed" },
        { content: "Build", status: "canceled" },
        { content: "Test", status: "inProgress" },
        { content: "Ship", status: "pending" },
      ]),
    ).toBe(
      ["**Release**", "", "- [x] Look", "- [ ] Build _(canceled)_", "- [ ] Test _(in progress)_", "- [ ] Ship"].join(
        "\n",
      ),
    );
  });

  it("tells below a step what there is to tell of it", () => {
    expect(
      renderPlan("", [
        { content: "Look", status: "completed", notes: ["3 errors:\n- one\n- two", "Slow"] },
        { content: "Ship", status: "pending" },
      ]),
    ).toBe(["- [x] Look", "  - 3 errors:", "    - one", "    - two", "  - Slow", "- [ ] Ship"].join("\n"));
  });

  it("has no heading without a title", () => {
    expect(renderPlan(" ", [{ content: "Ship", status: "pending" }])).toBe("- [ ] Ship");
  });

  it("is its title without steps", () => {
    expect(renderPlan("Release\n2 * 3", [])).toBe("**Release 2 \\* 3**");
  });
});

import { describe, expect, it } from "vitest";
import { parseChecklist } from "../../src/issues/checklist.js";

describe("a checklist", () => {
  it("is its open items, in order, whatever marks them", () => {
    const items = parseChecklist("- [ ] First\n* [ ] Second\n+ [ ] Third\n1. [ ] Fourth\n2) [ ]   Fifth  ");

    expect(items).toEqual([
      { title: "First" },
      { title: "Second" },
      { title: "Third" },
      { title: "Fourth" },
      { title: "Fifth" },
    ]);
  });

  it("leaves out checked items with what is below them, and items without a title", () => {
    expect(parseChecklist("- [x] Done\n  - [ ] Part of what is done\n- [X] Done too\n- [ ]\n- [ ] Open")).toEqual([
      { title: "Open" },
    ]);
  });

  it("has what is indented below an item as its description", () => {
    const markdown = [
      "- [ ] Split the form",
      "  Two steps.",
      "",
      "  - [ ] Address",
      "    - with country",
      "  - [x] Name",
      "",
      "- [ ] Next",
    ].join("\n");

    expect(parseChecklist(markdown)).toEqual([
      { title: "Split the form", description: "Two steps.\n\n- [ ] Address\n  - with country\n- [x] Name" },
      { title: "Next" },
    ]);
  });

  it("leaves out the text around it and other lists", () => {
    const markdown =
      "# Plan\n\nThis is to be done:\n- [ ] One\n\nAnd then:\n- a point\n  about it\n- [ ] Two\n\nThat is all.";

    expect(parseChecklist(markdown)).toEqual([{ title: "One" }, { title: "Two" }]);
  });

  it("may be indented as a whole, with tabs as well", () => {
    expect(parseChecklist("    - [ ] One\r\n      more\r\n    - [ ] Two")).toEqual([
      { title: "One", description: "more" },
      { title: "Two" },
    ]);
    expect(parseChecklist("\t- [ ] One\n\t\tmore\n\t- [ ] Two")).toEqual([
      { title: "One", description: "more" },
      { title: "Two" },
    ]);
  });

  it("is not read from code", () => {
    const markdown =
      "```\n- [ ] An example\n```\n- [ ] Real\n  ```md\n- [ ] Part of the description\n  ```\n- [ ] Next";

    expect(parseChecklist(markdown)).toEqual([
      { title: "Real", description: "```md\n- [ ] Part of the description\n  ```" },
      { title: "Next" },
    ]);
  });

  it("may be all done", () => {
    expect(parseChecklist("- [x] Done")).toEqual([]);
  });

  it.each(["", "Just text", "- a point\n- another", "- [] Not quite"])("is not %j", (markdown) => {
    expect(() => parseChecklist(markdown)).toThrow(
      expect.objectContaining({ code: "MESSAGE_INVALID", message: expect.stringContaining('"- [ ] Title"') }),
    );
  });
});

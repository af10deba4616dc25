// Covers: src/render/card-actions.ts

import {
  Actions,
  Button,
  Card,
  type CardChild,
  CardLink,
  CardText,
  Chart,
  Divider,
  Field,
  Fields,
  Image,
  LinkButton,
  parseMarkdown,
  RadioSelect,
  Section,
  Select,
  SelectOption,
  Table,
  toPlainText,
} from "chat";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCard } from "../../src/render/card.js";
import { anyCard, anyTable, anyText } from "./arbitrary-card.js";

const render = (...children: CardChild[]): string => renderCard({ type: "card", children });

describe("renderCard", () => {
  it("puts title, subtitle and image first, each in a paragraph of its own", () => {
    const card = Card({ title: "Order 1_2 *new*", subtitle: "# 7", imageUrl: "https://a.b/c d.png", children: [] });

    expect(renderCard(card)).toBe("**Order 1_2 \\*new\\***\n\n\\# 7\n\n![Order 1_2 \\*new\\*](https://a.b/c%20d.png)");
  });

  it("keeps the Markdown of texts and adds their style", () => {
    expect(
      render(
        CardText("**Hi** _you_ [x](https://a.b)"),
        CardText("Now", { style: "bold" }),
        CardText("one\n- two\nthree ", { style: "muted" }),
        CardText("already **bold**", { style: "bold" }),
        CardText("```\ncode\n```", { style: "bold" }),
      ),
    ).toBe("**Hi** _you_ [x](https://a.b)\n\n**Now**\n\n_one_\n- two\n_three_ \n\nalready **bold**\n\n```\ncode\n```");
  });

  it("lists fields", () => {
    expect(
      render(Fields([Field({ label: "Na_me_:", value: "[Ada](https://a.b)" }), Field({ label: "", value: "a\nb" })])),
    ).toBe("- **Na_me\\_:** [Ada](https://a.b)\n- a\n  b");
  });

  it("renders sections, dividers, images and links", () => {
    expect(
      render(
        Section([CardText("a"), CardText(""), Section([CardText("b")])]),
        Divider(),
        Image({ url: "https://a.b/c.png", alt: "A [chart]" }),
        CardLink({ url: "https://a.b/(c)", label: "see ]( here" }),
        CardLink({ url: "https://a.b", label: "https://a.b" }),
        CardLink({ url: "", label: "nowhere" }),
      ),
    ).toBe(
      "a\n\nb\n\n---\n\n![A \\[chart\\]](https://a.b/c.png)\n\n[see \\]( here](https://a.b/%28c%29)\n\nhttps://a.b\n\nnowhere",
    );
  });

  it("renders tables with alignment, escaped pipes and even rows", () => {
    expect(
      render(
        Table({ headers: ["A", "B"], align: ["left", "right"], rows: [["1|2", "`x\\|y`"], ["a\nb"], ["c", "d", "e"]] }),
      ),
    ).toBe("| A | B |  |\n| :--- | ---: | --- |\n| 1\\|2 | `x\\|y` |  |\n| a b |  |  |\n| c | d | e |");
  });

  it("renders charts as tables", () => {
    expect(
      render(
        Chart({ title: "Sweets", chart: { type: "pie", segments: [{ label: "Twix", value: 4.5 }] } }),
        Chart({
          title: "Users",
          chart: {
            type: "line",
            categories: ["Mon", "Tue"],
            xLabel: "Day",
            series: [{ name: "Web", data: [{ label: "Mon", value: 120 }] }],
          },
        }),
      ),
    ).toBe(
      [
        "**Sweets**",
        "| Label | Value |\n| :--- | ---: |\n| Twix | 4.5 |",
        "**Users**",
        "| Day | Web |\n| :--- | ---: |\n| Mon | 120 |\n| Tue |  |",
      ].join("\n\n"),
    );
  });

  it("names buttons in a line, and the options of a choice in a list", () => {
    const options = [
      SelectOption({ label: "High", value: "h", description: "urgent *now*" }),
      SelectOption({ label: "1. Low", value: "l" }),
    ];

    expect(
      render(
        Actions([
          Button({ id: "a", label: "Approve" }),
          Button({ id: "r", label: "Reject", disabled: true }),
          LinkButton({ url: "https://a.b", label: "Details" }),
          Select({ id: "p", label: "Priority", options, initialOption: "h" }),
          RadioSelect({ id: "s", label: "", options }),
          Button({ id: "z", label: "Later" }),
        ]),
      ),
    ).toBe(
      [
        "**[Approve]** · [Reject] (disabled) · [Details](https://a.b)",
        "**Priority**",
        "- **High** (selected): urgent \\*now\\*\n- 1\\. Low",
        "- High: urgent \\*now\\*\n- 1\\. Low",
        "**[Later]**",
      ].join("\n\n"),
    );
  });

  it("renders nothing of an empty card", () => {
    expect(renderCard(Card())).toBe("");
  });

  it("skips a child that it does not know", () => {
    const child = JSON.parse('{"type":"hologram","content":"x"}');

    expect(render(child, CardText("a"))).toBe("a");
  });
});

describe("any card", () => {
  it("renders, with every text as a string", () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(renderCard(card)).not.toMatch(/undefined|\[object/);
      }),
    );
  });

  it("gives tables whose rows all have the same number of cells", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const columns = Math.max(table.headers.length, ...table.rows.map((row) => row.length));
        fc.pre(columns > 0);
        const [parsed, ...others] = parseMarkdown(render(table)).children;
        const rows = parsed?.type === "table" ? parsed.children.map((row) => row.children.length) : [];
        expect({ rows, others }).toEqual({ rows: Array(table.rows.length + 1).fill(columns), others: [] });
      }),
    );
  });

  it("shows its title as it is", () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const shown = title.trim().replace(/\s+/g, " ");
        fc.pre(/^[\p{L}\p{N}]/u.test(shown) && /[\p{L}\p{N}]$/u.test(shown));
        expect(toPlainText(parseMarkdown(renderCard(Card({ title, children: [] }))))).toBe(shown);
      }),
    );
  });

  it("shows its subtitle as it is, whatever block that could start", () => {
    fc.assert(
      fc.property(anyText, (subtitle) => {
        const shown = subtitle.trim().replace(/\s+/g, " ");
        fc.pre(!shown.includes("\0"));
        expect(toPlainText(parseMarkdown(renderCard(Card({ subtitle, children: [] }))))).toBe(shown);
      }),
    );
  });
});

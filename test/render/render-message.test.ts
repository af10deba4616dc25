import {
  Actions,
  type AdapterPostableMessage,
  Button,
  Card,
  CardText,
  emoji,
  getEmoji,
  paragraph,
  root,
  strong,
  text,
} from "chat";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LinearAdapterError } from "../../src/errors.js";
import { type RenderContext, type RenderedFile, renderMessage } from "../../src/render/render-message.js";
import { anyCard } from "./arbitrary-card.js";

const context: RenderContext = {
  profileUrl: (userId) => (userId === "u1" ? "https://linear.app/acme/profiles/ada" : undefined),
};

const render = (message: AdapterPostableMessage): string => renderMessage(message, context);

const thrownBy = (message: AdapterPostableMessage): unknown => {
  try {
    return render(message);
  } catch (error) {
    return error;
  }
};

const refusal = (message: string): unknown => expect.objectContaining({ code: "MESSAGE_INVALID", message });

const EMPTY = "The message is empty once rendered, and Linear refuses empty comments; post some text or an attachment";

describe("renderMessage", () => {
  it("passes strings, raw text and Markdown as they are", () => {
    const body = "* a_b  \n[x] https://a.b/c_d <b> & **c**\n\n\n";

    expect([render(body), render({ raw: body }), render({ markdown: body })]).toEqual([body, body, body]);
  });

  it("prints trees and cards", () => {
    const card = Card({ title: "T", children: [CardText("x"), Actions([Button({ id: "a", label: "Go" })])] });

    expect([
      render({ ast: root([paragraph([strong([text("a_b")]), text(" https://a.b")])]) }),
      render(card),
      render({ card, fallbackText: "unused" }),
      render({ card: Card(), fallbackText: "used" }),
    ]).toEqual(["**a_b** https://a.b", "**T**\n\nx\n\n**[Go]**", "**T**\n\nx\n\n**[Go]**", "used"]);
  });

  it("replaces emoji placeholders", () => {
    expect(render(`${emoji.thumbs_up} ${emoji["100"]} ${getEmoji("shipit")} ${getEmoji("🦄")}`)).toBe(
      "👍 💯 :shipit: 🦄",
    );
  });

  it("replaces emoji placeholders and mentions in cards and trees, too", () => {
    expect([
      render(Card({ title: `Done ${emoji.check}`, children: [CardText("by <@u1>")] })),
      render({ ast: root([paragraph([text(`Done ${emoji.thumbs_up} by <@u1>`)])]) }),
    ]).toEqual([
      "**Done ✅**\n\nby https://linear.app/acme/profiles/ada",
      "Done 👍 by https://linear.app/acme/profiles/ada",
    ]);
  });

  it("mentions by the address of the profile, or readably where that is unknown", () => {
    expect(render("<@u1>, <@u2> and <@u3|Bo B>: hi")).toBe("https://linear.app/acme/profiles/ada, @u2 and @u3: hi");
  });

  it("keeps the address of a mention apart from what would change it", () => {
    expect(render("a<@u1>b (<@u1>) **<@u1>** <@u1>'s <@u1>.")).toBe(
      "a https://linear.app/acme/profiles/ada b (https://linear.app/acme/profiles/ada) **https://linear.app/acme/profiles/ada** https://linear.app/acme/profiles/ada 's https://linear.app/acme/profiles/ada.",
    );
  });

  it("leaves code alone", () => {
    const code = "`<@u1> {{emoji:fire}}`\n\n```\n<@u1> {{emoji:fire}}\n```\n\n    <@u1> {{emoji:fire}}";

    expect(render(`${code}\n\n{{emoji:fire}} <@u1>`)).toBe(`${code}\n\n🔥 https://linear.app/acme/profiles/ada`);
  });

  it("appends attachments as images and links", () => {
    expect(
      render({
        markdown: "See:",
        attachments: [
          { type: "image", url: "https://a.b/c d.png", name: "chart_1 [new].png" },
          { type: "file", url: "https://a.b/r.pdf", name: "r.pdf" },
          { type: "video", url: "https://a.b/v" },
        ],
      }),
    ).toBe(
      "See:\n\n![chart_1 \\[new\\].png](https://a.b/c%20d.png)\n\n[r.pdf](https://a.b/r.pdf)\n\n[video](https://a.b/v)",
    );
  });

  it("takes an attachment for a message", () => {
    expect(render({ markdown: "", attachments: [{ type: "image", url: "https://a.b/c.png" }] })).toBe(
      "![](https://a.b/c.png)",
    );
  });

  it("appends files that have been uploaded", () => {
    const uploaded: RenderContext = { ...context, uploadOf: (file) => uploads.get(file) };
    const data = Buffer.from("x");
    const files = [
      { data, filename: "a.png" },
      { data, filename: "c_1 [new].pdf" },
    ];
    const url = "https://uploads.linear.app/o/f";
    const uploads = new Map<unknown, RenderedFile>([
      [files[0], { url, name: "a.png", isShownInline: true }],
      [files[1], { url, name: "c_1 [new].pdf", isShownInline: false }],
    ]);

    expect(renderMessage({ card: Card({ title: "T" }), files }, uploaded)).toBe(
      `**T**\n\n![a.png](${url})\n\n[c_1 \\[new\\].pdf](${url})`,
    );
  });

  it("refuses files that nobody has uploaded, by name", () => {
    const data = Buffer.from("x");
    const message = (name: string): string =>
      `The file "${name}" has no address, and no content that could be uploaded; give it data, or post a link to it`;

    expect([
      thrownBy({ markdown: "a", files: [{ data, filename: "r.pdf" }] }),
      thrownBy({ raw: "a", attachments: [{ type: "file", data, name: "s.pdf" }] }),
      thrownBy({ raw: "a", attachments: [{ type: "audio", data }] }),
    ]).toEqual([refusal(message("r.pdf")), refusal(message("s.pdf")), refusal(message("audio"))]);
  });

  it("refuses a message that is empty once rendered", () => {
    expect([
      thrownBy(""),
      thrownBy(" \n\t"),
      thrownBy({ raw: "" }),
      thrownBy({ ast: root([]) }),
      thrownBy(Card()),
    ]).toEqual(Array(5).fill(refusal(EMPTY)));
  });

  it("refuses what is no message", () => {
    expect(thrownBy(JSON.parse('{"text":"a"}'))).toEqual(
      refusal(
        "The message is none of the Chat SDK's: pass a string, { raw }, { markdown }, { ast }, { card } or a card",
      ),
    );
    expect(thrownBy("")).toBeInstanceOf(LinearAdapterError);
  });

  it("renders any card, or says that it is empty", () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect([thrownBy(card)]).toEqual([
          expect.toSatisfy((result) => typeof result === "string" || result.message === EMPTY),
        ]);
      }),
    );
  });

  it("leaves any string alone that holds neither placeholder nor mention", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (body) => {
        fc.pre(body.trim() !== "" && !/\{\{emoji:|<@/.test(body));
        expect(render(body)).toBe(body);
      }),
    );
  });
});

import {
  Actions,
  Button,
  Card,
  type CardElement,
  CardText,
  emoji,
  LinkButton,
  RadioSelect,
  Section,
  Select,
  SelectOption,
} from "chat";
import { describe, expect, it } from "vitest";
import { readCardQuestion } from "../../src/render/card-choices.js";
import { renderMessage } from "../../src/render/render-message.js";

const bodyOf = (card: CardElement): string =>
  renderMessage(readCardQuestion(card)?.message ?? card, { profileUrl: () => undefined });

describe("the choices of a card", () => {
  it("are its buttons and the options of its selects, in order and in sections too", () => {
    const card = Card({
      children: [
        Section([Actions([Button({ id: "a", label: "One", value: "1" })])]),
        Actions([
          Select({
            id: "b",
            label: "Two",
            options: [SelectOption({ label: "Two", value: "2", description: "or so" })],
          }),
          RadioSelect({ id: "c", label: "Three", options: [SelectOption({ label: "", value: "3" })] }),
          Button({ id: "d", label: `${emoji.check} Four\n` }),
        ]),
      ],
    });

    expect(readCardQuestion({ card })?.choices).toEqual([
      { kind: "button", label: "One", description: "", actionId: "a", value: "1" },
      { kind: "option", label: "Two", description: "or so", actionId: "b", value: "2" },
      { kind: "option", label: "3", description: "", actionId: "c", value: "3" },
      { kind: "button", label: "✅ Four", description: "", actionId: "d", value: undefined },
    ]);
  });

  it.each([
    ["a text", "Hi"],
    ["Markdown", { markdown: "Hi" }],
    [
      "a card of links and disabled buttons",
      Card({
        children: [
          Actions([LinkButton({ label: "A", url: "https://a.b" }), Button({ id: "x", label: "X", disabled: true })]),
        ],
      }),
    ],
  ])("are not in %s", (_what, message) => {
    expect(readCardQuestion(message)).toBeUndefined();
  });
});

describe("what is left of the card", () => {
  it("keeps its texts, its links, its disabled buttons and what its selects ask", () => {
    const card = Card({
      title: "Ship?",
      children: [
        CardText("Soon."),
        Actions([
          Button({ id: "a", label: "Yes" }),
          LinkButton({ label: "Changes", url: "https://a.b" }),
          Select({ id: "b", label: "Where_to", options: [SelectOption({ label: "Here", value: "1" })] }),
          Button({ id: "c", label: "No", disabled: true }),
        ]),
      ],
    });

    expect(bodyOf(card)).toBe("**Ship?**\n\nSoon.\n\n**Where_to**\n\n[Changes](https://a.b) · [No] (disabled)");
  });

  it("is a request to choose where nothing is left", () => {
    expect(bodyOf(Card({ children: [Actions([Button({ id: "a", label: "Yes" })])] }))).toBe("Please choose:");
  });

  it("keeps the files and the fallback of the message", () => {
    const card = Card({ children: [Actions([Button({ id: "a", label: "Yes" })])] });
    const files = [{ filename: "a.txt", data: new ArrayBuffer(1) }];

    expect(readCardQuestion({ card, files, fallbackText: "Well?" })?.message).toEqual({
      card: { ...card, children: [] },
      files,
      fallbackText: "Well?",
    });
  });
});

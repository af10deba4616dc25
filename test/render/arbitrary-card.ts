import type { ActionsElement, CardChild, CardElement, FieldElement, TableElement, TextElement } from "chat";
import fc from "fast-check";

// Few characters, most of which mean something to Markdown, so that the odd combinations come up.
const markup = fc.string({ unit: fc.constantFrom(..."ab1 \n\t|\\`*_[]()<>#-+.:!&~{}@é🙂"), maxLength: 10 });

/** Any text: much of it full of Markdown. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  markup,
  fc.string({ unit: "grapheme", maxLength: 10 }),
  fc.constantFrom("", "https://example.com/a_b", "{{emoji:thumbs_up}}", "<@u1>", "| a |", "1. a", "- a", "---", "```"),
);

const text: fc.Arbitrary<TextElement> = fc.record({
  type: fc.constant("text"),
  content: anyText,
  style: fc.constantFrom("plain", "bold", "muted"),
});

const field: fc.Arbitrary<FieldElement> = fc.record({ type: fc.constant("field"), label: anyText, value: anyText });

/** Any table of a card; rows may be longer or shorter than the header. */
export const anyTable: fc.Arbitrary<TableElement> = fc.record({
  type: fc.constant("table"),
  headers: fc.array(anyText, { maxLength: 4 }),
  rows: fc.array(fc.array(anyText, { maxLength: 5 }), { maxLength: 4 }),
  align: fc.array(fc.constantFrom("left", "center", "right"), { maxLength: 4 }),
});

const options = fc.array(fc.record({ label: anyText, value: anyText, description: anyText }), { maxLength: 3 });

const action: fc.Arbitrary<ActionsElement["children"][number]> = fc.oneof(
  fc.record({ type: fc.constant("button"), id: anyText, label: anyText, disabled: fc.boolean() }),
  fc.record({ type: fc.constant("link-button"), label: anyText, url: anyText }),
  fc.record({ type: fc.constant("select"), id: anyText, label: anyText, options, initialOption: anyText }),
  fc.record({ type: fc.constant("radio_select"), id: anyText, label: anyText, options }),
);

const point = fc.record({ label: anyText, value: fc.double() });

const leaf: fc.Arbitrary<CardChild> = fc.oneof(
  text,
  anyTable,
  fc.record({ type: fc.constant("image"), url: anyText, alt: anyText }),
  fc.record({ type: fc.constant("divider") }),
  fc.record({ type: fc.constant("link"), label: anyText, url: anyText }),
  fc.record({ type: fc.constant("fields"), children: fc.array(field, { maxLength: 3 }) }),
  fc.record({ type: fc.constant("actions"), children: fc.array(action, { maxLength: 4 }) }),
  fc.record({
    type: fc.constant("chart"),
    title: anyText,
    chart: fc.oneof(
      fc.record({ type: fc.constant("pie"), segments: fc.array(point, { maxLength: 3 }) }),
      fc.record({
        type: fc.constantFrom("area", "bar", "line"),
        categories: fc.array(anyText, { maxLength: 3 }),
        series: fc.array(fc.record({ name: anyText, data: fc.array(point, { maxLength: 3 }) }), { maxLength: 3 }),
      }),
    ),
  }),
);

/** Any card, with sections up to two levels deep. */
export const anyCard: fc.Arbitrary<CardElement> = fc.record({
  type: fc.constant("card"),
  title: anyText,
  subtitle: anyText,
  imageUrl: anyText,
  children: fc.array(
    fc.oneof(leaf, fc.record({ type: fc.constant("section"), children: fc.array(leaf, { maxLength: 3 }) })),
    { maxLength: 4 },
  ),
});

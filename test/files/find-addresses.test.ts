import fc from "fast-check";
import { expect, it } from "vitest";
import { findAddresses } from "../../src/files/find-addresses.js";

const FILE = "https://uploads.linear.app/o/1/2";
const found = (markdown: string): unknown[] =>
  findAddresses(markdown).map(({ address, label, isPicture }) => [address, label, isPicture]);

it.each([
  ["a picture", `![](${FILE})`, [[FILE, undefined, true]]],
  ["a picture with a description", `see ![the *dashboard*](${FILE}) there`, [[FILE, "the *dashboard*", true]]],
  ["a picture with a title", `![a](${FILE} "title")`, [[FILE, "a", true]]],
  ["a link", `[report.pdf](${FILE})`, [[FILE, "report.pdf", false]]],
  ["a label with brackets", `[a [b] \\[c](${FILE})`, [[FILE, "a [b] [c", false]]],
  ["an address in angle brackets", `![a](<${FILE}>)`, [[FILE, "a", true]]],
  [
    "an address with parentheses",
    `[a](${FILE}(1).png), (${FILE})`,
    [
      [`${FILE}(1).png`, "a", false],
      [FILE, undefined, false],
    ],
  ],
  ["a bare address at a sentence's end", `It is ${FILE}.`, [[FILE, undefined, false]]],
  ["an automatic link", `<${FILE}>`, [[FILE, undefined, false]]],
  ["a definition", `![a][b]\n\n[b]: ${FILE}`, [[FILE, undefined, false]]],
  ["an escaped mark", `\\![a](${FILE})`, [[FILE, "a", false]]],
  ["escapes and references in an address", `[a](${FILE}\\_b?c=1&amp;d=2)`, [[`${FILE}_b?c=1&d=2`, "a", false]]],
  [
    "a picture behind a link",
    `[![](${FILE})](https://a.test/)`,
    [
      [FILE, undefined, true],
      ["https://a.test/", `![](${FILE})`, false],
    ],
  ],
  [
    "an address as its own label",
    `[${FILE}](${FILE})`,
    [
      [FILE, undefined, false],
      [FILE, FILE, false],
    ],
  ],
  ["an upper-case scheme", "![](HTTPS://a.test/b)", [["HTTPS://a.test/b", undefined, true]]],
  ["a table", `| a | ![b](${FILE}) |\n|---|---|`, [[FILE, "b", true]]],
])("finds %s", (_, markdown, addresses) => {
  expect(found(markdown)).toEqual(addresses);
});

it.each([
  ["a code span", `\`![](${FILE})\``],
  ["a fence", `\`\`\`\n![](${FILE})\n\`\`\``],
  ["a fence in a quote", `> ~~~\n> ![](${FILE})\n> ~~~`],
  ["other schemes", "![](ftp://a.test/b) [c](mailto:a@b.test) ![](data:image/png;base64,AAAA)"],
])("finds nothing in %s", (_, markdown) => {
  expect(found(markdown)).toEqual([]);
});

it("finds a picture between any other texts, as it stands there", () => {
  const word = fc.stringMatching(/^[a-z ,.()*_#>-]{0,40}$/);
  fc.assert(
    fc.property(word, word, fc.stringMatching(/^[a-z0-9/._-]{0,20}$/), (before, after, path) => {
      expect(found(`${before}\n\n![x](https://a.test/${path})\n\n${after}`)).toEqual([
        [`https://a.test/${path}`, "x", true],
      ]);
    }),
  );
});

it("takes any text", () => {
  const piece = fc.constantFrom(
    "[",
    "]",
    "(",
    ")",
    "!",
    "\\",
    "<",
    ">",
    "`",
    "```",
    "\n",
    " ",
    "a",
    "https://a.test",
    "&amp;",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(findAddresses(pieces.join("")).every(({ address }) => address.startsWith("https://a.test"))).toBe(true);
    }),
  );
});

it.each([
  ["marks behind an address", `https://a.test/${".".repeat(255_000)}a`],
  ["open brackets", `${"[".repeat(200_000)}https://a.test/`],
  ["open links", "[a](".repeat(64_000)],
  ["addresses", "![](https://a.test/) ".repeat(12_000)],
  ["parentheses", `[a](https://a.test/${"(".repeat(250_000)}`],
  ["backticks", "`https://a.test/``".repeat(14_000)],
  ["backslashes", `[a](https://a.test/${"\\".repeat(250_000)}`],
])("is done with many %s before a person would notice", (_, markdown) => {
  const start = process.cpuUsage();
  findAddresses(markdown);
  const { user } = process.cpuUsage(start);

  // A pattern that takes the square of 250,000 characters takes minutes.
  expect(user / 1_000).toBeLessThan(1_000);
});

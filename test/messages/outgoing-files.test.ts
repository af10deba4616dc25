import { type AdapterPostableMessage, type Attachment, Card, Image, Section } from "chat";
import { expect, it } from "vitest";
import { listUploads } from "../../src/messages/outgoing-files.js";

const base = new URL("https://uploads.linear.app/");
const url = "https://uploads.linear.app/o/f/a.txt";
const fetchData = async (): Promise<Buffer> => Buffer.from("Hello");

const namesOf = (message: AdapterPostableMessage, organizationId?: string): unknown[] =>
  [...listUploads(message, { base, organizationId }).values()].map(({ name, mimeType }) => [name, mimeType]);

const attach = (...attachments: Attachment[]): AdapterPostableMessage => ({ markdown: "", attachments });

it("a file of Linear's goes up again for another organization, which could not open it", () => {
  const message = attach({ type: "file", name: "a", url, fetchData, fetchMetadata: { url, organizationId: "acme" } });

  expect([namesOf(message, "acme"), namesOf(message), namesOf(message, "other")]).toEqual([[], [], [["a", undefined]]]);
});

it("an address that only looks like Linear's is fetched by whoever can", () => {
  expect(
    namesOf(attach({ type: "file", name: "a", url: "https://uploads.linear.app.evil.test/o/f", fetchData }), "acme"),
  ).toEqual([["a", undefined]]);
});

it("an address of the web alone is never fetched", () => {
  expect(
    namesOf(attach({ type: "image", url: "https://a.b/c.png" }, { type: "file", url: "http://10.0.0.1/" })),
  ).toEqual([]);
});

it("what a model's run gave back is not asked for its files", () => {
  const result = {
    text: "Hello",
    get files(): never {
      throw new Error("This reads the stream");
    },
  };

  expect(namesOf(Object(result))).toEqual([]);
});

it("the same object is one file", () => {
  const file = { data: Buffer.from("a"), filename: "a.txt" };

  expect(namesOf({ markdown: "", files: [file, file] })).toEqual([["a.txt", undefined]]);
});

it("pictures of a card go up where their address is their content, in sections too", () => {
  const card = Card({
    imageUrl: "https://a.b/c.png",
    children: [Section([Image({ url: "data:image/png;base64,AA==" })]), Image({ url: " DATA:image/gif,GIF89a" })],
  });

  expect([namesOf(card), namesOf({ card })]).toEqual(
    Array(2).fill([
      [undefined, "image/png"],
      [undefined, "image/gif"],
    ]),
  );
});

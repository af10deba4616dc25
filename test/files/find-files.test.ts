// Covers: src/files/file-types.ts

import { expect, it } from "vitest";
import { findFiles } from "../../src/files/find-files.js";

const BASE = new URL("https://uploads.linear.app/");
const FILE = "https://uploads.linear.app/o/1/2";
const attachmentsIn = (...texts: string[]): unknown[] => findFiles(texts, BASE).map(({ attachment }) => attachment);

it.each([
  ["a picture without a name", `![](${FILE})`, { type: "image", url: FILE }],
  ["a picture with a description", `![the dashboard](${FILE})`, { type: "image", name: "the dashboard", url: FILE }],
  [
    "a named picture",
    `![Screen.PNG](${FILE})`,
    { type: "image", name: "Screen.PNG", mimeType: "image/png", url: FILE },
  ],
  ["a video", `![door.mov](${FILE})`, { type: "video", name: "door.mov", mimeType: "video/quicktime", url: FILE }],
  ["a sound", `[squeak.mp3](${FILE})`, { type: "audio", name: "squeak.mp3", mimeType: "audio/mpeg", url: FILE }],
  [
    "a document",
    `[plan v1.2.pdf](${FILE})`,
    { type: "file", name: "plan v1.2.pdf", mimeType: "application/pdf", url: FILE },
  ],
  ["a drawing", `![logo.svg](${FILE})`, { type: "file", name: "logo.svg", mimeType: "image/svg+xml", url: FILE }],
  ["a bare address", FILE, { type: "file", url: FILE }],
  [
    "a name in the address",
    `[see here](${FILE}/a%20b.csv)`,
    { type: "file", name: "a b.csv", mimeType: "text/csv", url: `${FILE}/a%20b.csv` },
  ],
  [
    "a name that leads elsewhere",
    `[../../etc/x.txt](${FILE})`,
    { type: "file", name: "__.._etc_x.txt", mimeType: "text/plain", url: FILE },
  ],
  [
    "a picture of another host",
    "![a](https://a.test/b.jpg)",
    { type: "image", name: "b.jpg", mimeType: "image/jpeg", url: "https://a.test/b.jpg" },
  ],
])("%s is an attachment", (_, markdown, attachment) => {
  expect(attachmentsIn(markdown)).toEqual([attachment]);
});

it("links of other hosts, pictures without encryption, and Linear's own host without a file are none", () => {
  expect(
    attachmentsIn(
      "[a](https://a.test/b.png) ![](http://a.test/b.png) https://uploads.linear.app/ http://uploads.linear.app/o/1",
    ),
  ).toEqual([]);
});

it("each file is named once, whatever texts name it, and no more than twenty of them", () => {
  const many = Array.from({ length: 30 }, (_, index) => `![](${FILE}/${index})`).join("\n");

  expect(attachmentsIn(`![a.png](${FILE})`, `[b](${FILE})`)).toEqual([
    { type: "image", name: "a.png", mimeType: "image/png", url: FILE },
  ]);
  expect(attachmentsIn(many)).toHaveLength(20);
});

it.each([
  ["the host as a subdomain", "https://uploads.linear.app.evil.test/a"],
  ["the host as a user", "https://uploads.linear.app@evil.test/a"],
  ["the host as a user behind an escape", "https://uploads.linear.app\\@evil.test/a"],
  ["the host as user and password", "https://uploads.linear.app:443@evil.test/a"],
  ["a user before the host", "https://me@uploads.linear.app/a"],
  ["a password before the host", "https://me:secret@uploads.linear.app/a"],
  ["a final dot", "https://uploads.linear.app./a"],
  ["another port", "https://uploads.linear.app:8443/a"],
  ["another subdomain", "https://x.uploads.linear.app/a"],
  ["the public host", "https://public.linear.app/a"],
  ["a letter that looks alike", "https://uploads.linear.\u0430pp/a"],
  ["punycode", "https://uploads.xn--lnear-4va.app/a"],
  ["the host in the path", "https://evil.test/https://uploads.linear.app/a"],
  ["the host in the query", "https://evil.test/?https://uploads.linear.app/a"],
  ["a reference for the @", "https://uploads.linear.app&#64;evil.test/a"],
])("an address with %s is not Linear's", (_, address) => {
  expect(findFiles([`![a](${address})`], BASE).filter(({ isLinears }) => isLinears)).toEqual([]);
});

it.each([
  ["upper case", "HTTPS://UPLOADS.LINEAR.APP/a", "https://uploads.linear.app/a"],
  ["the port that it has anyway", "https://uploads.linear.app:443/a", "https://uploads.linear.app/a"],
  ["letters of full width", "https://ｕploads.linear.app/a", "https://uploads.linear.app/a"],
  ["a backslash for a slash", "https://uploads.linear.app\\\\a", "https://uploads.linear.app/a"],
  ["a way back", "https://uploads.linear.app/b/../a", "https://uploads.linear.app/a"],
])("an address with %s is Linear's, and is what the platform makes of it", (_, address, url) => {
  expect(findFiles([`![a](${address})`], BASE).map((file) => [file.isLinears, file.url.href])).toEqual([[true, url]]);
});

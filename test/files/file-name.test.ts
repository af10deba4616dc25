import fc from "fast-check";
import { expect, it } from "vitest";
import { toUploadName } from "../../src/files/file-name.js";
import { findFiles } from "../../src/files/find-files.js";
import { renderFile } from "../../src/render/render-message.js";
import { anyText } from "../support/any-text.js";

const base = new URL("https://uploads.linear.app/");
const url = "https://uploads.linear.app/o/1/2";

const anyName = fc.oneof(
  anyText({ maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "\\",
        "`",
        "<",
        ">",
        "\n",
        "/",
        ".",
        "a",
        "&#10;",
        "https://a.b/",
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join("")),
);

it("no name leads a link or a picture elsewhere, or ends it early", () => {
  fc.assert(
    fc.property(anyName, fc.boolean(), (given, isShownInline) => {
      const name = toUploadName(given, undefined);
      const found = findFiles([renderFile({ url, name, isShownInline })], base).map((file) => file.url.href);

      expect(found).toEqual([url]);
    }),
  );
});

it("every name is one that a folder and an address can have", () => {
  fc.assert(
    fc.property(anyName, (given) => {
      const name = toUploadName(given, "image/png");

      expect(name).not.toMatch(/[/\\\p{C}\r\n]|^\.|^$/u);
      expect(name.length).toBeLessThanOrEqual(200);
      expect(() => encodeURIComponent(name)).not.toThrow();
    }),
  );
});

it("a file without a name has that of its type", () => {
  expect([
    toUploadName("", "image/jpeg"),
    toUploadName(undefined, "audio/x-unknown"),
    toUploadName(" \n", "text/plain"),
    toUploadName(undefined, undefined),
  ]).toEqual(["image.jpg", "audio", "file.txt", "file"]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toReturnAddress } from "../../src/oauth/return-address.js";
import { anyText } from "../support/any-text.js";

const redirectUri = "https://bot.example.com:8443/linear/callback";
const ORIGIN = "https://bot.example.com:8443";

// What a browser makes of a Location header on any page of the host.
const originOf = (address: string): string => new URL(address, redirectUri).origin;

const pieces = fc.constantFrom(
  ..."/\\.:@?#%\t\n\r 0",
  "//",
  "https:",
  "http:",
  "javascript:",
  "data:",
  "evil.example",
  "bot.example.com",
  ":8443",
  ORIGIN,
  "%2f",
  "%5c",
  "..",
  "\u0000",
  "\u2028",
  "／",
  "。",
);

describe("toReturnAddress", () => {
  it("never leads off the host's origin, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")),
          anyText(),
          fc.webUrl(),
        ),
        (value) => {
          const address = toReturnAddress(value, redirectUri);
          expect(address === undefined || (address.startsWith(`${ORIGIN}/`) && originOf(address) === ORIGIN)).toBe(
            true,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("keeps nothing of over 2,000 characters, also where escaping makes it longer", () => {
    const longest = `/${"x".repeat(2_000 - ORIGIN.length - 1)}`;

    expect([longest, `${longest}x`, `/${"ü".repeat(400)}`].map((path) => toReturnAddress(path, redirectUri))).toEqual([
      `${ORIGIN}${longest}`,
      undefined,
      undefined,
    ]);
  });

  it("keeps every well-written path", () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        fc.pre(path.startsWith("/") && !path.startsWith("//"));
        const address = `${ORIGIN}${path}?${query}`;

        expect(toReturnAddress(`${path}?${query}`, redirectUri)).toBe(new URL(address).href);
        expect(toReturnAddress(address, redirectUri)).toBe(new URL(address).href);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { listTexts, toNetworkReason } from "../../src/util/network-reason.js";

const withCode = (code: string): Error => Object.assign(new Error("connect failed"), { code });

describe("the reason of a request without an answer", () => {
  it.each([
    [
      "the system's code, one level down",
      new TypeError("fetch failed", { cause: withCode("ECONNREFUSED") }),
      "ECONNREFUSED",
    ],
    ["the system's code", withCode("ENOTFOUND"), "ENOTFOUND"],
    [
      "the cause's message",
      new TypeError("fetch failed", { cause: new Error("unsupported\n version") }),
      "unsupported version",
    ],
    ["the message", new TypeError("Illegal invocation"), "Illegal invocation"],
    ["nothing that is known", "oops", "network error"],
    ["an error without words", new Error(""), "network error"],
  ])("is %s", (_what, error, reason) => {
    expect(toNetworkReason(error, [])).toBe(reason);
  });

  it.each([
    ["as they were sent", 'could not send {"token":"se\\"cret"}', 'could not send {"token":"[hidden]"}'],
    ["in a form", "could not send token=se%22cret", "could not send token=[hidden]"],
    ["one within the other", 'se"cret and more', "[hidden]"],
  ])("hides what was sent: %s", (_how, message, reason) => {
    expect(toNetworkReason(new TypeError(message), ['se"cret', 'se"cret and more'])).toBe(reason);
  });

  it.each([
    ["a proxy", "connect to http://user:pa55@proxy:3128 failed", "connect to http://[hidden]@proxy:3128 failed"],
    ["a password with an @", "https://a:b@c@here.test/x?y=@z", "https://[hidden]@here.test/x?y=@z"],
    ["none", "https://here.test/x@y", "https://here.test/x@y"],
  ])("hides the user part of addresses: %s", (_what, message, reason) => {
    expect(toNetworkReason(new TypeError(message), [])).toBe(reason);
  });

  it("holds no control characters, which would forge lines and colour terminals", () => {
    expect(toNetworkReason(new TypeError("\u001b[31mred\r\n\u0000[ERROR]\u202e \u2028forged\u0007"), [])).toBe(
      "[31mred [ERROR] forged",
    );
  });

  it("is found where somebody wrote half a surrogate pair, which no address can hold", () => {
    expect(toNetworkReason(new TypeError("sent half \ud83d of it"), ["half \ud83d of it"])).toBe("sent [hidden]");
    expect(toNetworkReason(new TypeError("sent half%20%EF%BF%BD"), ["half \ud83d"])).toBe("sent [hidden]");
  });

  it("is one short line", () => {
    expect(toNetworkReason(new TypeError("x".repeat(1_000)), [])).toBe("x".repeat(200));
  });
});

describe("the texts of a JSON value", () => {
  it("are found at every depth", () => {
    expect(listTexts({ a: "one", b: [{ c: "two" }, 3, null, true] })).toEqual(["one", "two"]);
  });
});

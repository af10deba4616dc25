import { describe, expect, it } from "vitest";
import { summarizeValue } from "../../src/streams/tool-summary.js";

const SECRET = "Zq7Kp9Xw2Lm4Tv8R";

describe("a field is hidden for its name:", () => {
  it.each([
    ...["apiKey", "API_KEY", "x-api-key", "api key", "api.key", "accessKey", "secretAccessKey", "signingKey"],
    ...["encryptionKey", "privateKey", "pwd", "pass", "db_pass", "dbPass", "auth", "jwt", "otp", "bearer", "authToken"],
  ])("%s", (name) => {
    expect(summarizeValue({ [name]: "hunter2", user: "ada" })).toBe(`${name}: [hidden], user: ada`);
  });

  it.each<[string, unknown]>([
    ["an object", { value: SECRET }],
    ["a list", [SECRET]],
    ["a number", 123456],
  ])("also when it is %s", (_what, value) => {
    expect(summarizeValue({ otp: value, user: "ada" })).toBe("otp: [hidden], user: ada");
  });

  it("a key alone where its value is as random as one", () => {
    expect([summarizeValue({ key: SECRET, a: 1 }), summarizeValue({ key: "ENG-123", a: 1 })]).toEqual([
      "key: [hidden], a: 1",
      "key: ENG-123, a: 1",
    ]);
  });
});

describe("harmless words stay:", () => {
  it.each<[unknown, string]>([
    [{ author: "ada", compass: "north", passenger: "bob" }, "author: ada, compass: north, passenger: bob"],
    [{ isAuth: true, maxTokens: 500 }, "isAuth: true, maxTokens: 500"],
    [{ pass: 12, fail: 0 }, "pass: 12, fail: 0"],
    [{ key: "uploads/2026/Report-final.pdf" }, "uploads/2026/Report-final.pdf"],
    [{ command: "docker run -u 1000:1000 node" }, "docker run -u 1000:1000 node"],
    [{ command: "npm_config_registry is set" }, "npm_config_registry is set"],
    [{ url: "http://localhost:3000/@vite/client" }, "http://localhost:3000/@vite/client"],
    [{ url: "https://ada@example.com/x" }, "https://ada@example.com/x"],
    [{ text: "The token is in the vault" }, "The token is in the vault"],
    [{ command: "run --token --verbose" }, "run --token --verbose"],
  ])("%o", (value, line) => {
    expect(summarizeValue(value)).toBe(line);
  });
});

describe("a text is shown without the secret in it:", () => {
  it.each([
    [`mysql --password ${SECRET} --host db`, "mysql --password [hidden] --host db"],
    [`deploy --token ${SECRET}`, "deploy --token [hidden]"],
    [`deploy --token=${SECRET}`, "deploy --token=[hidden]"],
    [`curl -u admin:${SECRET} https://example.com`, "curl -u admin:[hidden] https://example.com"],
    [`curl -H 'Authorization: ${SECRET}' x`, "curl -H 'Authorization: [hidden]' x"],
    [`curl -H 'X-Api-Key: ${SECRET}'`, "curl -H 'X-Api-Key: [hidden]'"],
    [`PGPASSWORD=${SECRET} psql`, "PGPASSWORD=[hidden] psql"],
    [`https://example.com/?code=${SECRET}&page=2`, "https://example.com/?code=[hidden]&page=2"],
    [`https://example.com/?a=1&auth=${SECRET}`, "https://example.com/?a=1&auth=[hidden]"],
    [`https://${SECRET}@github.com/x`, "https://[hidden]@github.com/x"],
    [`postgres://ada:pa@${SECRET}@db/x`, "postgres://[hidden]@db/x"],
    [`postgres://ada:pa/${SECRET}@db/x`, "postgres://[hidden]@db/x"],
    [`{"password":"my ${SECRET}"}`, '{"password":"[hidden]"}'],
    [`{"pass":"${SECRET}"}`, '{"pass":"[hidden]"}'],
    [String.raw`{\"password\":\"${SECRET}\"}`, String.raw`{\"password\":\"[hidden]\"}`],
    [`{"apiKey":{"value":"${SECRET}"}}`, '{"apiKey":[hidden]}'],
    [`my token is ${SECRET}`, "my token is [hidden]"],
    [`fetch failed; apiKey ${SECRET}`, "fetch failed; apiKey [hidden]"],
    [`AIzaSyA${SECRET}${SECRET}`, "[hidden]"],
    [`glpat-${SECRET}`, "[hidden]"],
    [`npm_${SECRET}${SECRET}`, "[hidden]"],
    [`hf_${SECRET}${SECRET}`, "[hidden]"],
    [`SG.${SECRET}.${SECRET}`, "[hidden]"],
    [`xapp-1-${SECRET}`, "[hidden]"],
    [`lin_wh_${SECRET}`, "[hidden]"],
    [`dop_v1_${SECRET}`, "[hidden]"],
    [`shpat_${SECRET}`, "[hidden]"],
    [`-----BEGIN RSA PRIVATE KEY-----\nMII-${SECRET}\n-----END RSA PRIVATE KEY-----\nend`, "[hidden] end"],
    [`-----BEGIN OPENSSH PRIVATE KEY-----\nMII-${SECRET}`, "[hidden]"],
  ])("%s", (text, line) => {
    expect([summarizeValue(text), summarizeValue(new Error(text)), summarizeValue({ text, a: 1 })]).toEqual([
      line,
      line,
      `text: ${line}, a: 1`,
    ]);
  });
});

describe("a value that cannot be read", () => {
  const failing = (): never => {
    throw new Error(SECRET);
  };

  it("is shown as far as it can be", () => {
    expect(summarizeValue(Object.defineProperty({ a: 1 }, "b", { enumerable: true, get: failing }))).toBe(
      "a: 1, b: [unreadable]",
    );
  });

  it("is nothing where nothing of it can be read", () => {
    expect(summarizeValue(new Proxy({}, { ownKeys: failing, getPrototypeOf: failing }))).toBeUndefined();
  });

  it("is looked at no further than its first hundred fields", () => {
    const names: string[] = [];
    const wide = new Proxy(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, ""])), {
      get: (target, name) => {
        names.push(String(name));
        return Reflect.get(target, name);
      },
    });

    expect(summarizeValue(wide)).toBeUndefined();
    expect(names).toHaveLength(100);
  });
});

describe("a text of somebody who means harm", () => {
  // Looking for secrets takes the square of what is looked at.
  it("is looked at for 1,200 characters, ten times what is shown", () => {
    const blank = (length: number): string => " ".repeat(length);

    expect([
      summarizeValue(`${blank(1_199)}seen`),
      summarizeValue(`${blank(1_200)}not seen`),
      summarizeValue({ a: `${blank(1_199)}seen`, b: `${blank(1_200)}not seen` }),
    ]).toEqual(["s", undefined, "a: s, b: "]);
  });
});

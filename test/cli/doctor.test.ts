// Covers: src/cli/doctor/identity.ts
// Covers: src/cli/doctor/configuration.ts
// Covers: src/cli/doctor/machine.ts
// Covers: src/cli/doctor/receiver.ts
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { type LinearEmulator, type LinearEmulatorOptions, startLinearEmulator } from "chat-adapter-linear/emulator";
import { toNodeHandler } from "chat-adapter-linear/node";
import express from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import { type CommandWorld, createFolder, runCommand } from "../support/cli.js";
import { listen } from "../support/listen.js";

type Environment = Record<string, string>;

const startLinear = async (options: LinearEmulatorOptions = {}): Promise<LinearEmulator> => {
  const linear = await startLinearEmulator(options);
  onTestFinished(() => linear.close());
  return linear;
};

/** The variables of an app with client credentials, which are right for the emulator. */
const variablesOf = (linear: LinearEmulator): Environment => ({
  LINEAR_API_URL: linear.apiUrl,
  LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: linear.app.clientId,
  LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: linear.app.clientSecret,
  LINEAR_WEBHOOK_SECRET: linear.app.webhookSecret,
});

/** A folder that has these copies of the package `chat`, by the folder that holds `node_modules`. */
const createProject = async (copies: Record<string, string> = { ".": "4.41.1" }): Promise<string> => {
  const folder = await createFolder({});
  await Promise.all(
    Object.entries(copies).map(async ([place, version]) => {
      const copy = join(folder, place, "node_modules/chat");
      await mkdir(copy, { recursive: true });
      await writeFile(join(copy, "package.json"), JSON.stringify({ version }));
    }),
  );
  return folder;
};

/** What `doctor --json` found; nothing of `secrets` may be in it. */
const examine = async (environment: Environment, world: CommandWorld = {}, ...flags: string[]) => {
  const folder = await createProject();
  const { code, output, errors } = await runCommand(["doctor", "--json", ...flags], { folder, environment, ...world });
  const { checks }: { checks: { name: string; kind: string; what?: string; mend?: string }[] } = JSON.parse(output);
  const secrets = Object.entries(environment).filter(([name]) => /SECRET|KEY|TOKEN/.test(name));
  expect(secrets.filter(([, secret]) => (output + errors).includes(secret))).toEqual([]);
  return { code, faults: checks.filter(({ kind }) => kind === "failed" || kind === "warned") };
};

const fault = (kind: "failed" | "warned", name: string, what: RegExp) => [
  expect.objectContaining({
    kind,
    name,
    what: expect.stringMatching(what),
    why: expect.any(String),
    mend: expect.any(String),
  }),
];

describe("doctor", () => {
  it("finds nothing wrong with a bot that works, and tells who it is", async () => {
    const linear = await startLinear({ app: { mode: "comments" } });
    const bot = new Chat({
      userName: "helper",
      adapters: { linear: createLinearAdapter(linear.adapterOptions()) },
      state: createMemoryState(),
      logger: "silent",
    });
    const url = await listen(toNodeHandler(bot.webhooks.linear));
    const folder = await createProject();

    const { code, output, errors } = await runCommand(["doctor", "--url", url], {
      folder,
      environment: variablesOf(linear),
    });

    expect([code, errors]).toEqual([0, ""]);
    expect(output.split("\n")).toEqual([
      "ok       Node: 22.0.0",
      "ok       chat: one copy, 4.41.1",
      expect.stringMatching(/^ok {7}variables: .*LINEAR_WEBHOOK_SECRET \(environment\)/),
      'ok       configuration: client-credentials, mode "comments"',
      "ok       credential: the app @helper in Acme",
      expect.stringMatching(/^ok {7}scopes: read/),
      expect.stringMatching(/^ok {7}clock: \d+ s from Linear's$/),
      `ok       webhook: ${url} takes what is signed, and refuses what is not`,
      "",
    ]);
  });

  it("says which variable wins", async () => {
    const linear = await startLinear();
    const folder = await createFolder({ ".env": "LINEAR_MODE=agent-sessions\nLINEAR_BOT_USERNAME=helper\n" });
    const environment = { ...variablesOf(linear), LINEAR_MODE: "comments" };

    const { output } = await runCommand(["doctor"], { folder, environment });

    expect(output).toContain("LINEAR_MODE (environment), LINEAR_BOT_USERNAME (.env)");
    expect(output).toContain('mode "comments"');
  });
});

describe("doctor finds", () => {
  it.each<[string, Environment, RegExp]>([
    ["no credential", {}, /There is no authentication/],
    ["half a credential", { LINEAR_CLIENT_ID: "id" }, /LINEAR_CLIENT_SECRET is not/],
    ["a mode that is none", { LINEAR_API_KEY: "lin_api_123456", LINEAR_MODE: "comment" }, /LINEAR_MODE.* is "comment"/],
    [
      "an API key in a mode with sessions",
      { LINEAR_API_KEY: "lin_api_123456", LINEAR_MODE: "all" },
      /personal API key/,
    ],
    ["a key ring that cannot be read", { LINEAR_API_KEY: "lin_api_123456", LINEAR_ENCRYPTION_KEY: "short" }, /key/i],
    [
      "an address that would show tokens",
      { LINEAR_API_KEY: "lin_api_123456", LINEAR_API_URL: "http://x.test" },
      /not encrypted/,
    ],
  ])("%s", async (_what, environment, what) => {
    expect(await examine(environment)).toEqual({ code: 9, faults: fault("failed", "configuration", what) });
  });

  it("several credentials, of which one wins", async () => {
    const linear = await startLinear();
    const environment = { ...variablesOf(linear), LINEAR_API_KEY: linear.createApiKey() };

    expect(await examine(environment)).toEqual({
      code: 0,
      faults: fault("warned", "configuration", /LINEAR_API_KEY is used; ignored: LINEAR_CLIENT_CREDENTIALS_CLIENT_ID/),
    });
  });

  it("a misspelt variable", async () => {
    const linear = await startLinear();

    expect(await examine({ ...variablesOf(linear), LINEAR_WEBOOK_SECRET: "misspelt-secret" })).toEqual({
      code: 0,
      faults: fault("warned", "variables", /LINEAR_WEBOOK_SECRET/),
    });
  });

  it("a credential that Linear refuses", async () => {
    const linear = await startLinear();
    const token = linear.createAccessToken();
    linear.revokeToken(token);
    const { LINEAR_API_URL, LINEAR_WEBHOOK_SECRET } = variablesOf(linear);

    const { code, faults } = await examine({
      LINEAR_API_URL,
      LINEAR_WEBHOOK_SECRET,
      LINEAR_ACCESS_TOKEN: token,
    } as Environment);

    expect({ code, faults }).toEqual({
      code: 9,
      faults: fault("failed", "credential", /refuses the credential \(HTTP 401\)/),
    });
  });

  it("client credentials that are wrong", async () => {
    const linear = await startLinear();
    const environment = { ...variablesOf(linear), LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: "not-the-secret" };

    expect(await examine(environment)).toEqual({ code: 9, faults: fault("failed", "credential", /./) });
  });

  it("an API that does not answer", async () => {
    const environment = {
      LINEAR_API_URL: "http://127.0.0.1:1/graphql",
      LINEAR_API_KEY: "lin_api_123456",
      LINEAR_WEBHOOK_SECRET: "a-secret-of-the-test",
    };

    expect(await examine(environment)).toEqual({ code: 9, faults: fault("failed", "credential", /does not answer/) });
  });

  it("a person's token in a mode with sessions", async () => {
    const linear = await startLinear();
    const { LINEAR_API_URL = "", LINEAR_WEBHOOK_SECRET = "" } = variablesOf(linear);
    const LINEAR_ACCESS_TOKEN = linear.createAccessToken({ as: linear.ada.id });

    expect(
      await examine({ LINEAR_API_URL, LINEAR_WEBHOOK_SECRET, LINEAR_ACCESS_TOKEN, LINEAR_MODE: "agent-sessions" }),
    ).toEqual({ code: 9, faults: fault("failed", "mode", /a person's/) });
  });

  it("scopes that the mode needs and that were not granted", async () => {
    const linear = await startLinear();
    const environment = {
      ...variablesOf(linear),
      LINEAR_MODE: "all",
      LINEAR_CLIENT_CREDENTIALS_SCOPES: "read,write",
    };

    expect(await examine(environment)).toEqual({
      code: 9,
      faults: fault("failed", "scopes", /app:mentionable, app:assignable/),
    });
  });

  it("a name that is not the bot's handle", async () => {
    const linear = await startLinear();

    expect(await examine({ ...variablesOf(linear), LINEAR_BOT_USERNAME: "robot" })).toEqual({
      code: 0,
      faults: fault("warned", "name", /"robot", and Linear's handle for the bot is "helper"/),
    });
  });

  it.each<[string, number, RegExp]>([
    ["fast", 300_000, /(299|300|301) s ahead of/],
    ["slow", -300_000, /(299|300|301) s behind/],
  ])("a clock that is %s", async (_what, skewMs, what) => {
    const linear = await startLinear();
    const now = () => new Date(Date.now() + skewMs);

    expect(await examine(variablesOf(linear), { now })).toEqual({ code: 9, faults: fault("failed", "clock", what) });
  });

  it("no secret for webhooks", async () => {
    const linear = await startLinear();
    const { LINEAR_WEBHOOK_SECRET: _secret, ...environment } = variablesOf(linear);

    const { code, faults } = await examine(environment);

    expect([code, faults.filter(({ kind }) => kind === "failed")]).toEqual([
      9,
      fault("failed", "webhook secret", /LINEAR_WEBHOOK_SECRET is not set/),
    ]);
  });

  it.each<[string, string, RegExp]>([
    ["an old Node", "20.11.1", /This is Node 20\.11\.1/],
    ["a much older Node", "18.20.0", /This is Node 18\.20\.0/],
  ])("%s", async (_what, nodeVersion, what) => {
    const linear = await startLinear();

    expect(await examine(variablesOf(linear), { nodeVersion })).toEqual({
      code: 9,
      faults: fault("failed", "Node", what),
    });
  });

  it.each([
    ["below a package", "node_modules/state"],
    ["below a package with a scope", "node_modules/@chat-adapter/state-memory"],
  ])("two copies of chat, one %s", async (_what, place) => {
    const linear = await startLinear();
    const folder = await createProject({ ".": "4.41.1", [place]: "4.41.0" });

    expect(await examine(variablesOf(linear), { folder })).toEqual({
      code: 9,
      faults: fault("failed", "chat", /2 copies of the package chat: 4\.41\.1, 4\.41\.0/),
    });
  });
});

describe("doctor --url finds", () => {
  const answering = (status: number, headers: Record<string, string> = {}) =>
    listen((request, response) => {
      request.resume();
      response.writeHead(status, headers).end();
    });

  const examineAt = async (url: string) => {
    const linear = await startLinear();
    return await examine(variablesOf(linear), {}, "--url", url);
  };

  it.each<[string, number, RegExp]>([
    ["another secret", 401, /answers 401/],
    ["another path", 404, /answers 404/],
    ["another method", 405, /answers 405/],
    ["an error of the bot", 500, /answers 500/],
  ])("%s", async (_what, status, what) => {
    const url = await answering(status);

    expect(await examineAt(url)).toEqual({ code: 9, faults: fault("failed", "webhook", what) });
  });

  it("a redirect, and where to, without what a login puts there", async () => {
    const { faults } = await examineAt(await answering(308, { location: "/login?token=abc" }));

    expect(faults).toEqual([
      expect.objectContaining({ mend: expect.stringMatching(/^Give Linear the address behind it: http:.*\/login$/) }),
    ]);
  });

  it("an address where nothing listens", async () => {
    expect(await examineAt("http://127.0.0.1:1/")).toEqual({
      code: 9,
      faults: fault("failed", "webhook", /does not answer/),
    });
  });

  it("an address that takes whatever comes", async () => {
    expect(await examineAt(await answering(200))).toEqual({
      code: 9,
      faults: fault("failed", "webhook", /wrong signature/),
    });
  });

  it("a body parser before the bot", async () => {
    const linear = await startLinear();
    const bot = new Chat({
      userName: "helper",
      adapters: { linear: createLinearAdapter(linear.adapterOptions()) },
      state: createMemoryState(),
      logger: "silent",
    });
    const app = express().use(express.json());
    app.post("/", toNodeHandler(bot.webhooks.linear, { onError: () => {} }));

    const { code, faults } = await examine(variablesOf(linear), {}, "--url", await listen(app));

    expect([code, faults]).toEqual([
      9,
      [
        expect.objectContaining({
          what: expect.stringContaining("answers 500"),
          mend: expect.stringContaining("express.json()"),
        }),
      ],
    ]);
  });
});

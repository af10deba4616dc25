import { parseEnv } from "node:util";
import { expect, it } from "vitest";
import { runCommand } from "../support/cli.js";
import { listen } from "../support/listen.js";

it("prints lines for .env, and ends when it is asked to", async () => {
  const { code, output, errors } = await runCommand(["emulator", "--port", "0", "--mode", "comments"]);

  expect([code, errors]).toEqual([0, ""]);
  expect(parseEnv(output)).toEqual({
    LINEAR_API_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/),
    LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: expect.any(String),
    LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: expect.any(String),
    LINEAR_WEBHOOK_SECRET: expect.any(String),
    LINEAR_MODE: "comments",
  });
});

it("prints the same as JSON", async () => {
  const { output } = await runCommand(["emulator", "--port", "0", "--json"]);

  expect(JSON.parse(output)).toEqual({
    url: expect.stringMatching(/^http/),
    variables: expect.objectContaining({ LINEAR_MODE: "all" }),
  });
});

it("says that a port is taken", async () => {
  const { port } = new URL(await listen((_request, response) => response.end()));

  expect(await runCommand(["emulator", "--port", port])).toEqual({
    code: 2,
    output: "",
    errors: `Port ${port} is taken: choose another with --port, or 0 for any\n`,
  });
});

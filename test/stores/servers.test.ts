import { existsSync } from "node:fs";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { listMissingServers } from "../support/servers/availability.js";
import { findBinary } from "../support/servers/find-binary.js";
import { startRedis } from "../support/servers/redis.js";
import type { RunningServer } from "../support/servers/server-process.js";

const missing = listMissingServers().map(({ name }) => name);
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
});

async function startTestRedis(port?: number): Promise<RunningServer> {
  const server = await startRedis(port === undefined ? {} : { port });
  cleanUps.push(() => server.stop());
  return server;
}

/** The answer to `INFO`, `CONFIG GET` and the like, over a connection of its own. */
async function askRedis(url: string, ...[command, ...args]: [string, ...string[]]): Promise<unknown> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {});
  try {
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}

describe("a program", () => {
  it("is found with its path", () => {
    expect(findBinary("sh")).toMatch(/\/sh$/);
  });

  it("is not found when nobody has installed it", () => {
    expect(findBinary("there-is-no-such-program")).toBeUndefined();
  });
});

describe.skipIf(missing.includes("redis"))("Redis", () => {
  it("runs more than once at the same time, each on a port and with data of its own", async () => {
    const [one, other] = await Promise.all([startTestRedis(), startTestRedis()]);
    await askRedis(one.url, "SET", "key", "value");

    expect([await askRedis(one.url, "GET", "key"), await askRedis(other.url, "GET", "key")]).toEqual(["value", null]);
  });

  it("leaves neither a port nor a file behind when it is stopped", async () => {
    const server = await startRedis();
    const [, directory] = (await askRedis(server.url, "CONFIG", "GET", "dir")) as [string, string];
    await server.stop();

    expect(existsSync(directory)).toBe(false);
    await expect(askRedis(server.url, "PING")).rejects.toThrow();
  });

  it("comes back on its old port", async () => {
    const server = await startRedis();
    await server.stop();
    const { url } = await startTestRedis(server.port);

    expect([url, await askRedis(url, "PING")]).toEqual([server.url, "PONG"]);
  });

  it("says why it does not start", async () => {
    const { port } = await startTestRedis();

    await expect(startRedis({ port })).rejects.toThrow(/Address already in use/);
  });
});

import { findBinary } from "./find-binary.js";
import { createServerDirectory } from "./server-directory.js";
import { type RunningServer, startOnFreePort, startServerProcess } from "./server-process.js";

export interface RedisOptions {
  /** Default: a free one. */
  port?: number;
}

/** Starts an empty Redis that keeps nothing on disk. Whoever starts it stops it. */
export function startRedis({ port }: RedisOptions = {}): Promise<RunningServer> {
  return port === undefined ? startOnFreePort(startRedisOn) : startRedisOn(port);
}

async function startRedisOn(port: number): Promise<RunningServer> {
  const file = findBinary("redis-server");
  if (file === undefined) throw new Error("redis-server is not installed");
  const directory = createServerDirectory("redis");
  const args = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--dir",
    directory.path,
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  try {
    const server = await startServerProcess({
      file,
      args,
      ready: "Ready to accept connections",
      stopSignal: "SIGTERM",
    });
    return {
      url: `redis://127.0.0.1:${port}`,
      port,
      pid: server.pid,
      stop: () => server.stop().finally(directory.remove),
    };
  } catch (error) {
    directory.remove();
    throw error;
  }
}

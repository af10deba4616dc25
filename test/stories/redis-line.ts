import { connect, createServer, type Socket } from "node:net";

/** The network between the workers and Redis. Only it fails: what is in Redis stays. */
export interface RedisLine {
  /** What clients connect to in place of Redis. */
  url: string;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function startRedisLine(redisPort: number): Promise<RedisLine> {
  const sockets = new Set<Socket>();
  let isCut = false;

  const watch = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    // Both ends of a connection end together, however one of them ends.
    socket.on("error", () => {});
    socket.once("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  };

  const server = createServer((client) => {
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const redis = connect(redisPort, "127.0.0.1");
    watch(client, redis);
    watch(redis, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    cut: () => {
      isCut = true;
      endAll();
    },
    restore: () => {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}

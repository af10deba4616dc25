import { connect, createServer, type Socket } from "node:net";

/** The network between the workers and Redis. Only it fails: what is in Redis stays. */
export interface RedisLine {
  /** What clients connect to in place of Redis. */
  url: string;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  restore(): void;
  /** Lets the next command with this text through and ends the connection in place of its answer. */
  loseAnswerTo(text: string): void;
  close(): Promise<void>;
}

export async function startRedisLine(redisPort: number): Promise<RedisLine> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let unanswered: string | undefined;

  const watch = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    // Both ends of a connection end together, however one of them ends.
    socket.on("error", () => {});
    socket.once("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };

  const forward = (command: Buffer, client: Socket, redis: Socket): void => {
    if (unanswered !== undefined && command.includes(unanswered)) {
      unanswered = undefined;
      redis.unpipe(client);
      redis.once("data", () => client.destroy());
      redis.resume();
    }
    redis.write(command);
  };

  const server = createServer((client) => {
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const redis = connect(redisPort, "127.0.0.1");
    watch(client, redis);
    watch(redis, client);
    redis.pipe(client);
    client.on("data", (command) => forward(command, client, redis));
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
    loseAnswerTo: (text) => {
      unanswered = text;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findBinary } from "./find-binary.js";
import { createServerDirectory } from "./server-directory.js";
import { type RunningServer, startOnFreePort, startServerProcess } from "./server-process.js";
import { findServerUser, type ServerUser } from "./server-user.js";

const run = promisify(execFile);
const ROLE = "linear";

/** Starts an empty PostgreSQL whose data goes with it. Whoever starts it stops it. */
export async function startPostgres(): Promise<RunningServer> {
  const initdb = findBinary("initdb");
  const postgres = findBinary("postgres");
  if (initdb === undefined || postgres === undefined) throw new Error("PostgreSQL is not installed");
  const user = findServerUser();
  const directory = createServerDirectory("postgres", user);
  try {
    await createCluster(initdb, directory.path, user);
    return await startOnFreePort(async (port) => {
      const server = await startServerProcess({
        file: postgres,
        args: toArguments(directory.path, port),
        user,
        ready: "ready to accept connections",
        // The fast shutdown, which does not wait for clients.
        stopSignal: "SIGINT",
      });
      const url = `postgres://${ROLE}@127.0.0.1:${port}/postgres`;
      return { url, port, pid: server.pid, stop: () => server.stop().finally(directory.remove) };
    });
  } catch (error) {
    directory.remove();
    throw error;
  }
}

/** The C locale also keeps PostgreSQL's messages in English, one of which we wait for. */
async function createCluster(initdb: string, directory: string, user: ServerUser | undefined): Promise<void> {
  const args = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", `--username=${ROLE}`, directory];
  // From within, since the folder that we are in may be closed to that user.
  await run(initdb, args, { ...user, cwd: directory });
}

/** Loopback only, without a socket in the file system, and without care for what a crash would lose. */
function toArguments(directory: string, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    // Every open store has a pool of ten.
    max_connections: "400",
    fsync: "off",
    full_page_writes: "off",
    synchronous_commit: "off",
  };
  return ["-D", directory, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

import type { World } from "../../src/util/world.js";
import { createTestClock, nextTurn, type TestClock } from "./test-clock.js";

/** A world with a clock of the test's, which knows what is on its way over the network. */
export interface TestWorld extends Pick<World, "clock" | "fetch"> {
  clock: TestClock;
}

// An answer sets off its reader, a handler and the next request: each a few microtasks, at most a turn of the loop.
const QUIET_TURNS = 5;

/** It begins now. Nobody is at rest on its clock while a request that went out through its `fetch` has no answer. */
export function createTestWorld(): TestWorld {
  const requests = new Set<Promise<unknown>>();
  const fetch: World["fetch"] = (input, init) => {
    const request = fetchWhole(input, init).finally(() => requests.delete(request));
    requests.add(request);
    return request;
  };
  const comeToRest = async (): Promise<void> => {
    let turns = 0;
    while (turns < QUIET_TURNS) {
      turns = requests.size > 0 ? 0 : turns + 1;
      await Promise.allSettled(requests);
      await nextTurn();
    }
  };
  return { fetch, clock: createTestClock({ start: new Date(), comeToRest }) };
}

/** An answer with its whole body: nobody has to wait for the rest of it. */
async function fetchWhole(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const body = await response.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, response);
}

import type { WebHandler } from "./web-handler.js";

/** An answer, and the end of the work that it leaves. */
export interface Run {
  response: Response;
  /** Resolves when everything is done that was handed to `waitUntil`, also by other work; never rejects. */
  work: () => Promise<void>;
}

/**
 * Calls a handler, and keeps the work that it hands to `waitUntil`.
 * @param request `undefined` for what is none, which is answered with 400.
 */
export async function runToEnd(handle: WebHandler, request: Request | undefined): Promise<Run> {
  if (request === undefined) {
    return { response: new Response("This is no request", { status: 400 }), work: async () => {} };
  }
  const works: Promise<unknown>[] = [];
  const response = await handle(request, { waitUntil: (work) => void works.push(work) });
  return {
    response,
    work: async () => {
      // Work may leave more work.
      for (let done = 0; done < works.length; ) {
        const more = works.slice(done);
        done += more.length;
        await Promise.allSettled(more);
      }
    },
  };
}

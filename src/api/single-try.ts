import { LinearAdapterError } from "../errors.js";
import { createLinearApi, type LinearApiParts } from "./linear-api.js";
import type { LinearApi } from "./operation.js";

/** Sends operations to Linear, each at most once unless Linear itself says that it did not do it. */
export type SingleTry = LinearApi["execute"];

/**
 * Sends creations that Linear takes no id for: sent again after a lost answer they would be done twice. A call whose
 * answer is lost fails with `LINEAR_UNREACHABLE`. A refused token and a rate limit are answers: nothing was done.
 */
export function createSingleTry(parts: LinearApiParts): SingleTry {
  return async (operation, variables, options = {}) => {
    const lost = new AbortController();
    const api = createLinearApi({ ...parts, fetch: fetchUntilLost(parts.fetch, lost) });
    const signals = [lost.signal, ...(options.signal === undefined ? [] : [options.signal])];
    try {
      return await api.execute(operation, variables, { ...options, signal: AbortSignal.any(signals) });
    } catch (error) {
      if (!lost.signal.aborted || options.signal?.aborted) throw error;
      throw new LinearAdapterError(
        "LINEAR_UNREACHABLE",
        `Linear's answer to ${operation.name} was lost, and it is not sent twice: it may have been done, so look in Linear before trying again`,
        { operation: operation.name },
        error,
      );
    }
  };
}

/** Aborts `lost` when it stays unknown what became of a request. */
function fetchUntilLost(send: typeof fetch, lost: AbortController): typeof fetch {
  return async (...request) => {
    try {
      const response = await send(...request);
      const text = await response.text();
      if (response.status < 500 && response.status !== 408) return new Response(text, response);
      throw new Error(`HTTP ${response.status}`);
    } catch (error) {
      lost.abort();
      throw error;
    }
  };
}

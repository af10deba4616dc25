import { LinearAdapterError, LinearRateLimitError } from "../errors.js";

/*
 * Errors name a file by the path of its address. The query is left out: a signed address has its secret there.
 */

export function notInLinear(): LinearAdapterError {
  return new LinearAdapterError(
    "FILE_NOT_IN_LINEAR",
    "This is not the address of a file that Linear keeps, so it is not fetched: the token is for Linear alone. Fetch it yourself where you trust its host",
  );
}

export function fileTooLarge({ pathname }: URL, maxBytes: number): LinearAdapterError {
  return new LinearAdapterError(
    "FILE_TOO_LARGE",
    `The file holds more than ${maxBytes.toLocaleString("en-US")} bytes and was read no further; allow more with maxFileBytes, or with maxBytes of openFile`,
    { file: pathname, maxBytes },
  );
}

export function tooSlow({ pathname }: URL, timeoutMs: number): LinearAdapterError {
  return new LinearAdapterError(
    "LINEAR_UNREACHABLE",
    `Linear did not give the file within ${timeoutMs / 1_000} s; try later, or allow more with fileTimeoutMs`,
    { file: pathname, timeoutMs },
  );
}

export function broken({ pathname }: URL, reason: string): LinearAdapterError {
  return new LinearAdapterError("LINEAR_UNREACHABLE", `Linear did not give the file: ${reason}; try later`, {
    file: pathname,
    reason,
  });
}

export function refusedToken({ pathname }: URL): LinearAdapterError {
  return new LinearAdapterError(
    "AUTHENTICATION_FAILED",
    "Linear does not accept the credential for a file: check the API key or token, or have the organization install the app again",
    { file: pathname },
  );
}

export function redirectRefused({ pathname }: URL): LinearAdapterError {
  return new LinearAdapterError(
    "LINEAR_FAILED",
    "Linear answered with a redirect that is not followed: one that is not https, or the fourth in a row",
    { file: pathname },
  );
}

/** The error of an answer that has no file in it. */
export function refusedWith({ pathname }: URL, status: number): LinearAdapterError {
  const facts = { file: pathname, status };
  switch (status) {
    case 403:
      return new LinearAdapterError("FORBIDDEN", "Linear does not let this credential read the file", facts);
    case 404:
    case 410:
      return new LinearAdapterError("NOT_FOUND", "Linear has no such file, or the app may not see it", facts);
    default:
      return new LinearAdapterError("LINEAR_FAILED", `Linear did not give the file: HTTP ${status}`, facts);
  }
}

export function rateLimited({ pathname }: URL, retryAfterMs: number): LinearRateLimitError {
  return new LinearRateLimitError(
    `Linear's rate limit is used up; the next request is possible in about ${Math.ceil(retryAfterMs / 1_000)} s`,
    retryAfterMs,
    { file: pathname },
  );
}

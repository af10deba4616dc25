import { isLinearAdapterError, LinearAdapterError, LinearRateLimitError } from "../errors.js";
import { toSafeLine } from "../util/network-reason.js";

/*
 * Errors of files that are not uploaded. Each begins with the file's name, since a message may have several.
 */

export function emptyOfContent(file: string): LinearAdapterError {
  return new LinearAdapterError(
    "MESSAGE_INVALID",
    `The file "${file}" has no content that can be uploaded: give a Buffer, Uint8Array, ArrayBuffer, Blob or a stream of bytes; text as Buffer.from(text)`,
    { file },
  );
}

export function unreadable(file: string, cause: unknown): LinearAdapterError {
  const reason = cause instanceof Error ? toSafeLine(cause.message, []).slice(0, MAX_REASON) : "no reason given";
  return new LinearAdapterError(
    "FILE_UNREADABLE",
    `The content of "${file}" could not be read, so nothing was sent: ${reason}`,
    { file },
    cause,
  );
}

const MAX_REASON = 200;

export function uploadTooLarge(file: string, maxBytes: number): LinearAdapterError {
  return new LinearAdapterError(
    "FILE_TOO_LARGE",
    `"${file}" holds more than ${maxBytes.toLocaleString("en-US")} bytes and was not uploaded; allow more with maxUploadBytes, or post a link to it`,
    { file, maxBytes },
  );
}

export function typeRefused(file: string, mimeType: string): LinearAdapterError {
  return new LinearAdapterError(
    "FILE_TYPE_REFUSED",
    `"${file}" is ${mimeType} and was not uploaded: uploadTypes does not allow that`,
    { file, mimeType },
  );
}

export function uploadTooSlow(file: string, timeoutMs: number): LinearAdapterError {
  return new LinearAdapterError(
    "LINEAR_UNREACHABLE",
    `"${file}" was not uploaded within ${timeoutMs / 1_000} s; try later, or allow more with uploadTimeoutMs`,
    { file, timeoutMs },
  );
}

export function uploadBroken(file: string, reason: string): LinearAdapterError {
  return new LinearAdapterError("LINEAR_UNREACHABLE", `Linear's storage did not take "${file}": ${reason}; try later`, {
    file,
    reason,
  });
}

export function uploadRefused(file: string, status: number): LinearAdapterError {
  return new LinearAdapterError(
    "UPLOAD_REFUSED",
    `Linear's storage refused "${file}": HTTP ${status}. Where it goes on, look for a proxy that changes headers`,
    { file, status },
  );
}

export function wrongUploadAddress(file: string): LinearAdapterError {
  return new LinearAdapterError(
    "RESPONSE_INVALID",
    `Linear's answer has no https address to upload "${file}" to, so it was not sent`,
    { file },
  );
}

/** The error of what Linear said when it was asked where to upload a file, with the file in it. */
export function slotRefused(file: string, error: unknown): unknown {
  if (error instanceof LinearRateLimitError) {
    return new LinearRateLimitError(`"${file}" was not uploaded: ${error.message}`, error.retryAfterMs, {
      ...error.facts,
      file,
    });
  }
  if (!isLinearAdapterError(error)) return error;
  return new LinearAdapterError(
    error.code,
    `"${file}" was not uploaded: ${error.message}`,
    { ...error.facts, file },
    error,
  );
}

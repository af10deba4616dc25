import type { UploadsConfig } from "../../files/create-uploads.js";
import type { LinearAdapterConfig } from "./config.js";
import { invalid, resolveBytes, resolveDuration } from "./resolve-values.js";

// Linear does not say what it takes. A minute is enough for 20 MiB at 3 Mbit/s.
const DEFAULT_MAX_BYTES = 20 * 1_024 * 1_024;
const DEFAULT_TIMEOUT_MS = 60_000;
const ALL_TYPES = ["*/*"];

export function resolveUploads(options: LinearAdapterConfig): UploadsConfig {
  const { maxUploadBytes, onUploadProgress, uploadTimeoutMs, uploadTypes } = options;
  return {
    maxUploadBytes: resolveBytes("maxUploadBytes", maxUploadBytes, DEFAULT_MAX_BYTES),
    onUploadProgress,
    uploadTimeoutMs: resolveDuration("uploadTimeoutMs", uploadTimeoutMs, DEFAULT_TIMEOUT_MS),
    uploadTypes: resolveTypes("uploadTypes", uploadTypes),
  };
}

/** A list of MIME types, where `*` stands for the part behind the slash, or for both. */
function resolveTypes(option: string, types: readonly string[] | undefined): readonly string[] {
  if (types === undefined) return ALL_TYPES;
  const isList = Array.isArray(types) && types.length > 0;
  if (isList && types.every((type) => typeof type === "string" && MIME_PATTERN.test(type)))
    return types.map((type) => type.toLowerCase());
  throw invalid(option, 'must be a list of MIME types such as "image/*" or "application/pdf"');
}

const MIME_PATTERN = /^(?:\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+))$/;

import type { Logger } from "chat";
import type { Awaitable } from "../util/awaitable.js";
import { mapSideBySide } from "../util/map-side-by-side.js";
import { toUploadName } from "./file-name.js";
import { type PutParts, putFile, type UploadSlot } from "./put-file.js";
import { type HeldFile, readContent } from "./read-content.js";
import { slotRefused, typeRefused, uploadTooSlow } from "./upload-errors.js";
import { isAllowedType, isShownInline, typeOfUpload } from "./upload-type.js";
import { within } from "./within.js";

/** A file that is to be uploaded. */
export interface NewUpload {
  name: string | undefined;
  /** As it was given; undefined where its bytes and its name tell. */
  mimeType: string | undefined;
  /** Gives the content: a `LinearFileContent`, or what turns out to be none. */
  content: () => Awaitable<unknown>;
}

/** A file that Linear has now. */
export interface UploadedFile {
  /** Its address, for those with a token. */
  url: string;
  name: string;
  mimeType: string;
  /** Whether it is a picture that a text can show. */
  isShownInline: boolean;
}

/** The news of a file that is being uploaded. */
export interface LinearUploadProgress {
  kind: "started" | "uploaded" | "failed";
  /** The file's name, as Linear gets it. */
  file: string;
  mimeType: string;
  /** The file's size in bytes. */
  bytes: number;
}

/** Called when a file begins to be uploaded, and when that is over; not awaited, and what it throws is logged. */
export type OnUploadProgress = (progress: LinearUploadProgress) => void;

export interface UploadOptions {
  /** Ends all of them; they reject with its reason. */
  signal?: AbortSignal | undefined;
  /** Called with the name of a file that will take people's time. */
  onLarge?: ((file: string) => void) | undefined;
}

export interface Uploads {
  /**
   * Uploads files, a few at once, in their order. The first that fails ends the others. Two requests each.
   * @throws {LinearAdapterError} with the file's name in `facts.file`: `FILE_TOO_LARGE`, `FILE_TYPE_REFUSED`,
   * `FILE_UNREADABLE`, `UPLOAD_REFUSED`, `LINEAR_UNREACHABLE`, and those of any request.
   */
  upload(files: readonly NewUpload[], options?: UploadOptions): Promise<UploadedFile[]>;
  /** The same for one file. */
  uploadOne(file: NewUpload, options?: UploadOptions): Promise<UploadedFile>;
}

export interface UploadsConfig {
  maxUploadBytes: number;
  uploadTypes: readonly string[];
  uploadTimeoutMs: number;
  onUploadProgress: OnUploadProgress | undefined;
}

export interface UploadsParts extends PutParts {
  config: UploadsConfig;
  /** Asks Linear where a file goes. */
  requestSlot: (
    file: { contentType: string; filename: string; size: number },
    signal: AbortSignal,
  ) => Promise<UploadSlot>;
  logger: Pick<Logger, "warn">;
}

// Each is held whole.
const MAX_AT_ONCE = 4;
// What takes seconds over a slow line.
const LARGE_BYTES = 2 * 1_024 * 1_024;

export function createUploads(parts: UploadsParts): Uploads {
  const { clock, config } = parts;

  const report = (progress: LinearUploadProgress): void => {
    try {
      config.onUploadProgress?.(progress);
    } catch (error) {
      parts.logger.warn("onUploadProgress threw; the upload goes on", { error });
    }
  };

  const send = async (file: Omit<UploadedFile, "url">, held: HeldFile, signal: AbortSignal): Promise<UploadedFile> => {
    const { name, mimeType } = file;
    const slot = await parts
      .requestSlot({ contentType: mimeType, filename: name, size: held.size }, signal)
      .catch((error: unknown) => Promise.reject(slotRefused(name, error)));
    await putFile(parts, held, slot, name, signal);
    return { ...file, url: slot.assetUrl };
  };

  const readAndSend = async (upload: NewUpload, signal: AbortSignal, options: UploadOptions): Promise<UploadedFile> => {
    const asked = toUploadName(upload.name, upload.mimeType);
    const held = await readContent(upload.content, { name: asked, maxBytes: config.maxUploadBytes, signal });
    const mimeType = typeOfUpload(upload.mimeType, held.head, asked);
    const name = toUploadName(upload.name, mimeType);
    if (!isAllowedType(mimeType, config.uploadTypes)) throw typeRefused(name, mimeType);
    const news = { file: name, mimeType, bytes: held.size };
    if (held.size >= LARGE_BYTES) options.onLarge?.(name);
    report({ kind: "started", ...news });
    try {
      const uploaded = await send({ name, mimeType, isShownInline: isShownInline(mimeType) }, held, signal);
      report({ kind: "uploaded", ...news });
      return uploaded;
    } catch (error) {
      report({ kind: "failed", ...news });
      throw error;
    }
  };

  const uploadOne: Uploads["uploadOne"] = (file, options = {}) => {
    const ms = config.uploadTimeoutMs;
    const overdue = (): Error => uploadTooSlow(toUploadName(file.name, file.mimeType), ms);
    return within({ clock, ms, overdue, given: options.signal }, (signal) => readAndSend(file, signal, options));
  };

  return {
    uploadOne,
    upload: async (files, options = {}) => {
      const failed = new AbortController();
      const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
      try {
        return await mapSideBySide(files, MAX_AT_ONCE, (file) => uploadOne(file, { ...options, signal }));
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    },
  };
}

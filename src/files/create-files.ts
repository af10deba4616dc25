import type { Attachment } from "chat";
import { parseFileAddress } from "./file-address.js";
import { notInLinear, tooSlow } from "./file-errors.js";
import { findFiles } from "./find-files.js";
import { collect } from "./limited-stream.js";
import { type LinearFile, type OpenFileOptions, type OpenFileParts, openFile } from "./open-file.js";
import type { FileSource } from "./request-file.js";
import { within } from "./within.js";

/** The files that messages show and link. */
export interface Files {
  /** The files in texts of one organization, as attachments. Those that Linear keeps can be fetched. */
  attachmentsIn(texts: readonly string[], organizationId: string): Attachment[];
  /** Gives an attachment that was kept as JSON its `fetchData` back, where Linear keeps the file. */
  rehydrate(attachment: Attachment): Attachment;
  /** @throws {LinearAdapterError} as `openFile` of the adapter. */
  open(file: Attachment | string | URL, options: OpenFileOptions): Promise<LinearFile>;
}

export interface FilesParts extends OpenFileParts {
  /** Below which Linear's files are. */
  base: URL;
  /** The organization of the current call. */
  currentOrganization: () => string | undefined;
}

export function createFiles(parts: FilesParts): Files {
  const { base, clock, config } = parts;
  const sourceAt = (address: string | URL | undefined, organizationId: string | undefined): FileSource | undefined => {
    const url = address === undefined ? undefined : parseFileAddress(address, base);
    return url && { url, organizationId };
  };
  const open = (source: FileSource, options: OpenFileOptions): Promise<LinearFile> =>
    openFile(parts, { ...source, organizationId: source.organizationId ?? parts.currentOrganization() }, options);

  /** A whole file, within the time for one. */
  const fetchWhole = (source: FileSource): Promise<Pick<LinearFile, "mimeType"> & { bytes: Buffer }> => {
    const ms = config.fileTimeoutMs;
    return within({ clock, ms, overdue: () => tooSlow(source.url, ms), given: undefined }, async (signal) => {
      const { stream, mimeType } = await open(source, { signal });
      return { mimeType, bytes: await collect(stream) };
    });
  };

  const withFetch = (attachment: Attachment, source: FileSource): Attachment => {
    const fetchable: Attachment = {
      ...attachment,
      // `toAiMessages` reads the type after the bytes, and models refuse a picture of another type than they are told.
      fetchData: async () => {
        const { bytes, mimeType } = await fetchWhole(source);
        fetchable.size = bytes.byteLength;
        if (mimeType !== undefined) fetchable.mimeType = mimeType;
        return bytes;
      },
      fetchMetadata: toMetadata(source),
    };
    return fetchable;
  };

  return {
    attachmentsIn: (texts, organizationId) =>
      findFiles(texts, base).map(({ attachment, isLinears, url }) =>
        isLinears ? withFetch(attachment, { url, organizationId: organizationId || undefined }) : attachment,
      ),
    rehydrate: (attachment) => {
      const source = sourceAt(attachment.fetchMetadata?.url, attachment.fetchMetadata?.organizationId);
      return source === undefined ? attachment : withFetch(attachment, source);
    },
    open: async (file, options) => {
      const source =
        typeof file === "string" || file instanceof URL
          ? sourceAt(file, undefined)
          : sourceAt(file.fetchMetadata?.url ?? file.url, file.fetchMetadata?.organizationId);
      if (source === undefined) throw notInLinear();
      return await open(source, options);
    },
  };
}

const toMetadata = ({ url, organizationId }: FileSource): Record<string, string> => ({
  url: url.href,
  ...(organizationId === undefined ? {} : { organizationId }),
});

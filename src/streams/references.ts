import { formatUrl } from "../render/escape.js";
import { defuse } from "./defuse.js";
import type { StreamedFile } from "./files-chunk.js";
import type { GeneratedFile, Source } from "./model-event.js";
import { hideSecrets } from "./secrets.js";

// The most that is listed; searches of the web come with dozens.
const MAX_LISTED = 20;
const MAX_TITLE = 200;
const MAX_URL = 2_000;

/** What an answer of one stream refers to: the sources of its text, and the files that the model has made. */
export interface References {
  addSource(source: Source): void;
  addFile(file: GeneratedFile): void;
  /** What has its content here, to be uploaded. */
  files(): StreamedFile[];
  /** All the rest as Markdown, each source once; undefined where there is nothing. */
  render(): string | undefined;
}

export function createReferences(): References {
  const sources = new Map<string, { title: string | undefined; href: string | undefined }>();
  const files: GeneratedFile[] = [];

  return {
    addSource({ url, title }) {
      const href = toHref(url);
      const label = toLabel(title);
      if (href === undefined && label === undefined) return;
      // One page is cited for several passages, which its address may name behind a "#".
      const key = href?.replace(/#.*$/s, "") ?? `title:${label}`;
      const known = sources.get(key);
      sources.set(key, { href: known?.href ?? href, title: known?.title ?? label });
    },
    addFile: (file) => void files.push(file),
    files: () => files.filter(isHeld).slice(0, MAX_LISTED).map(toStreamedFile),
    render() {
      const isShown = new Set<GeneratedFile>(files.filter(isHeld).slice(0, MAX_LISTED));

      const lists = [
        toList(
          "Sources:",
          [...sources.values()].map(({ title, href }) => toLink(title, href)),
        ),
        toList(
          "Generated files, which cannot be shown here:",
          files.filter((file) => !isShown.has(file)).map(describeFile),
        ),
      ];
      return lists.filter((list) => list !== "").join("\n\n") || undefined;
    },
  };
}

type HeldFile = GeneratedFile & { content: Uint8Array | string };

const isHeld = (file: GeneratedFile): file is HeldFile => file.content !== undefined;

const toStreamedFile = (file: HeldFile): StreamedFile => ({
  name: file.name,
  mimeType: file.mediaType,
  content: file.content,
  description: describeFile(file),
});

function toList(heading: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length - MAX_LISTED;
  const lines = [...items.slice(0, MAX_LISTED), ...(more > 0 ? [`${more} more`] : [])];
  return `${heading}\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

const toLink = (title: string | undefined, href: string | undefined): string => {
  if (href === undefined) return title ?? "";
  return title === undefined ? href : `[${title}](${href})`;
};

/** A title as plain text; none where it is an address itself, which could promise another page than it leads to. */
function toLabel(title: string | undefined): string | undefined {
  const text = title?.replace(/\s+/g, " ").trim().slice(0, MAX_TITLE) ?? "";
  return text === "" || /:\/\/|^www\./i.test(text) ? undefined : defuse(text);
}

/** An address that a link may lead to: of the web, without a password, a secret, or a person's profile in Linear. */
function toHref(url: string | undefined): string | undefined {
  if (url === undefined || url.length > MAX_URL || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return undefined;
  parsed.username = "";
  parsed.password = "";
  if (hideSecrets(parsed.search) !== parsed.search) parsed.search = "";
  // Linear takes the address of a profile for a mention, which notifies.
  return formatUrl(parsed.href).replace(/\/profiles\//gi, "/%70rofiles/");
}

function describeFile({ name, mediaType, url, bytes }: GeneratedFile): string {
  const [kind = ""] = mediaType?.split("/") ?? [];
  const title = toLink(toLabel(name) ?? KINDS[kind] ?? "File", toHref(url));
  const facts = [...(mediaType === undefined ? [] : [defuse(mediaType.slice(0, MAX_TITLE))]), ...toSize(bytes)];
  return facts.length === 0 ? title : `${title} (${facts.join(", ")})`;
}

const KINDS: Readonly<Partial<Record<string, string>>> = { image: "Image", audio: "Audio", video: "Video" };

function toSize(bytes: number | undefined): string[] {
  if (bytes === undefined) return [];
  if (bytes < 1_000) return [`${bytes} B`];
  return bytes < 1_000_000 ? [`${Math.round(bytes / 1_000)} kB`] : [`${(bytes / 1_000_000).toFixed(1)} MB`];
}

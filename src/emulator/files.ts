import type { FileRecord } from "./records.js";
import type { Answer, HttpRequest } from "./server.js";
import type { World } from "./world.js";

// https://linear.app/developers/how-to-upload-a-file-to-linear
const CACHE_CONTROL = "public, max-age=31536000";

export interface NewFile {
  contentType: string;
  filename: string;
  /** In bytes. */
  size: number;
  isPublic: boolean;
}

/** Where a file goes, where it will be, and the headers without which the upload is refused. */
export interface UploadSlot {
  file: FileRecord;
  uploadUrl: string;
  assetUrl: string;
  headers: Record<string, string>;
}

export function addFile(world: World, organizationId: string, input: NewFile): UploadSlot {
  const file: FileRecord = { ...input, id: world.newId(), organizationId, bytes: undefined };
  world.state.files.set(file.id, file);
  return slotOf(world, file);
}

export function slotOf(world: World, file: FileRecord): UploadSlot {
  const path = `${file.organizationId}/${file.id}/${encodeURIComponent(file.filename)}`;
  return {
    file,
    uploadUrl: `${world.url}/uploads/${path}`,
    assetUrl: `${world.url}/files/${path}`,
    headers: requiredHeaders(file),
  };
}

const requiredHeaders = (file: FileRecord): Record<string, string> => ({
  "x-goog-content-length-range": `${file.size},${file.size}`,
});

/** `PUT /uploads/...`: a header that is missing is a 403, as with the storage that Linear uses. */
export function handleUpload(world: World, request: HttpRequest): Answer {
  const file = fileAt(world, request);
  if (file === undefined) return { status: 404, body: "" };
  const expected = { ...requiredHeaders(file), "content-type": file.contentType, "cache-control": CACHE_CONTROL };
  const isComplete = Object.entries(expected).every(([name, value]) => request.headers[name] === value);
  if (!isComplete) return { status: 403, body: "SignatureDoesNotMatch" };
  if (request.body.byteLength !== file.size) return { status: 400, body: "EntityTooSmall or EntityTooLarge" };
  file.bytes = request.body;
  return { status: 200, body: "" };
}

/** `GET /files/...`: public, with a signed link, or with the token that GraphQL takes. */
export function handleDownload(world: World, request: HttpRequest, organizationId: string | undefined): Answer {
  const file = fileAt(world, request);
  const expiresAt = Number(request.url.searchParams.get("expires") ?? 0);
  const mayRead = file?.isPublic || expiresAt > world.now().getTime() || organizationId === file?.organizationId;
  if (!mayRead) return { status: 401, body: "" };
  if (file?.bytes === undefined) return { status: 404, body: "" };
  const headers = { "Content-Type": file.contentType, "Content-Length": String(file.bytes.byteLength) };
  return { status: 200, body: Buffer.from(file.bytes), headers };
}

/** A link that needs no token until `expiresAt`, in milliseconds since the epoch. */
export function signFileUrl(url: string, expiresAt: number): string {
  const [bare] = url.split("?");
  return `${bare}?expires=${expiresAt}`;
}

function fileAt(world: World, request: HttpRequest): FileRecord | undefined {
  const [, , , id] = request.url.pathname.split("/");
  return id === undefined ? undefined : world.state.files.get(id);
}

import type { EmulatedFile } from "../emulated.js";
import { addFile, slotOf } from "../files.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { FileRecord } from "../records.js";
import type { World } from "../world.js";
import { findOrganization } from "./find.js";

export function createFileDriver(world: World): Pick<LinearEmulator, "addFile" | "files"> {
  return {
    addFile: ({ name, content, contentType = "application/octet-stream", organization, isPublic = false }) => {
      const bytes = Buffer.from(content);
      const { id } = findOrganization(world, organization);
      const { file } = addFile(world, id, { contentType, filename: name, size: bytes.byteLength, isPublic });
      file.bytes = bytes;
      return describe(world, file);
    },
    files: () => [...world.state.files.values()].map((file) => describe(world, file)),
  };
}

function describe(world: World, file: FileRecord): EmulatedFile {
  const { id, organizationId, filename, contentType, size, bytes } = file;
  return {
    id,
    organizationId,
    name: filename,
    contentType,
    size,
    url: slotOf(world, file).assetUrl,
    content: bytes === undefined ? undefined : new Uint8Array(bytes),
  };
}

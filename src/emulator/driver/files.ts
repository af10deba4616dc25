import type { EmulatedFile } from "../emulated.js";
import { addFile } from "../files.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { World } from "../world.js";
import { findOrganization } from "./find.js";

export function createFileDriver(world: World): Pick<LinearEmulator, "addFile"> {
  return {
    addFile: ({ name, content, contentType = "application/octet-stream", organization, isPublic = false }) => {
      const bytes = Buffer.from(content);
      const { id } = findOrganization(world, organization);
      const { file, assetUrl } = addFile(world, id, { contentType, filename: name, size: bytes.byteLength, isPublic });
      file.bytes = bytes;
      return describe(file, assetUrl);
    },
  };
}

const describe = (
  { id, organizationId, filename, contentType, size }: ReturnType<typeof addFile>["file"],
  url: string,
): EmulatedFile => ({ id, organizationId, name: filename, contentType, size, url });

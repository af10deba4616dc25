import { requireScope } from "../actions/actor.js";
import { addFile } from "../files.js";
import type { ResolverTable } from "../graphql/context.js";
import { succeed } from "./payload.js";

interface FileUploadArguments {
  contentType: string;
  filename: string;
  /** In bytes. */
  size: number;
  makePublic?: boolean | null;
  metaData?: unknown;
}

export const fileMutations: ResolverTable = {
  fileUpload: (_, args: FileUploadArguments, { world, actor }) => {
    requireScope(actor, "write");
    const { file, uploadUrl, assetUrl, headers } = addFile(world, actor.user.organizationId, {
      contentType: args.contentType,
      filename: args.filename,
      size: args.size,
      isPublic: args.makePublic ?? false,
    });
    return succeed(world, {
      uploadFile: {
        uploadUrl,
        assetUrl,
        contentType: file.contentType,
        filename: file.filename,
        size: file.size,
        headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
        metaData: args.metaData,
      },
    });
  },
};

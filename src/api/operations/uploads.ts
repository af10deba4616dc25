import { readObjects, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged } from "../payload.js";

export interface UploadNode {
  uploadUrl: string;
  assetUrl: string;
  contentType: string;
  headers: readonly { key: string; value: string }[];
}

/** `size` is in bytes. */
export interface UploadVariables {
  contentType: string;
  filename: string;
  size: number;
}

/**
 * Asks where a file goes. Asked twice, one of the two places stays empty, which nobody sees.
 * https://linear.app/developers/how-to-upload-a-file-to-linear
 */
export const requestUpload: Operation<UploadVariables, UploadNode> = {
  name: "RequestUpload",
  document: /* GraphQL */ `
    mutation RequestUpload($contentType: String!, $filename: String!, $size: Int!) {
      fileUpload(contentType: $contentType, filename: $filename, size: $size) {
        success
        uploadFile { uploadUrl assetUrl contentType headers { key value } }
      }
    }
  `,
  read: (data) =>
    readChanged(data, "fileUpload", "uploadFile", (file, path) => ({
      uploadUrl: readString(file, "uploadUrl", path),
      assetUrl: readString(file, "assetUrl", path),
      contentType: readString(file, "contentType", path),
      headers: readObjects(file, "headers", path, (header, at) => ({
        key: readString(header, "key", at),
        value: readString(header, "value", at),
      })),
    })),
};

import type { AdapterPostableMessage } from "chat";
import type { UploadedFile, UploadOptions, Uploads } from "../files/create-uploads.js";
import { withCardImages } from "../render/card-images.js";
import { type RenderContext, renderMessage } from "../render/render-message.js";
import { type FileKey, type FilePlaces, listUploads } from "./outgoing-files.js";
import type { ProfileUrls } from "./remembered/profile-urls.js";

/** Runs the upload of a message's files; who gives one chooses what ends it, and who hears of large ones. */
export type AroundUpload = <Result>(upload: (options: UploadOptions) => Promise<Result>) => Promise<Result>;

/**
 * A message as Linear's Markdown, once its files are uploaded: one that fails throws, and nothing is posted. Linear is
 * asked only about mentioned users whose profile is unknown. `around` is called only where there are files.
 */
export type RenderOutgoing = (message: AdapterPostableMessage, around?: AroundUpload) => Promise<string>;

export interface RenderOutgoingParts {
  profileUrls: ProfileUrls;
  uploads: Uploads;
  filePlaces: () => FilePlaces;
}

export function createRenderOutgoing({ profileUrls, uploads, filePlaces }: RenderOutgoingParts): RenderOutgoing {
  const upload = async (message: AdapterPostableMessage, around: AroundUpload): Promise<Uploaded> => {
    const files = listUploads(message, filePlaces());
    if (files.size === 0) return NOTHING;
    const uploaded = await around((options) => uploads.upload([...files.values()], options));
    return new Map([...files.keys()].flatMap((key, index) => pair(key, uploaded[index])));
  };

  return async (given, around = (work) => work({})) => {
    const uploaded = await upload(given, around);
    const message = uploaded.size === 0 ? given : withCardImages(given, (url) => uploaded.get(url)?.url ?? url);
    const unknown = new Set<string>();
    const context: RenderContext = {
      uploadOf: (file) => uploaded.get(file),
      profileUrl: (userId) => {
        const url = profileUrls.peek(userId);
        if (url === undefined) unknown.add(userId);
        return url;
      },
    };
    const body = renderMessage(message, context);
    if (unknown.size === 0) return body;
    await profileUrls.load(unknown);
    return renderMessage(message, context);
  };
}

type Uploaded = ReadonlyMap<FileKey, UploadedFile>;

const NOTHING: Uploaded = new Map();

const pair = <Value>(key: FileKey, value: Value | undefined): [FileKey, Value][] =>
  value === undefined ? [] : [[key, value]];

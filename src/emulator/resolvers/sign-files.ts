import { signFileUrl } from "../files.js";
import type { RequestContext } from "../graphql/context.js";

/** Texts with the header `public-file-urls-expire-in`: file links in them work without a token for a while. */
export function signFiles(text: string, { world, signFilesForSeconds }: RequestContext): string {
  if (signFilesForSeconds === undefined || !text.includes(world.url)) return text;
  const expiresAt = world.now().getTime() + signFilesForSeconds * 1_000;
  return text.replaceAll(/http:\/\/[^\s)>\]"]+\/files\/[^\s)>\]"]+/g, (url) => signFileUrl(url, expiresAt));
}

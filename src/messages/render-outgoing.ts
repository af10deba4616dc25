import type { AdapterPostableMessage } from "chat";
import { renderMessage } from "../render/render-message.js";
import type { ProfileUrls } from "./remembered/profile-urls.js";

/** A message as Linear's Markdown. Linear is asked only about mentioned users whose profile is unknown. */
export type RenderOutgoing = (message: AdapterPostableMessage) => Promise<string>;

export function createRenderOutgoing(profileUrls: ProfileUrls): RenderOutgoing {
  return async (message) => {
    const unknown = new Set<string>();
    const body = renderMessage(message, {
      profileUrl: (userId) => {
        const url = profileUrls.peek(userId);
        if (url === undefined) unknown.add(userId);
        return url;
      },
    });
    if (unknown.size === 0) return body;
    await profileUrls.load(unknown);
    return renderMessage(message, { profileUrl: profileUrls.peek });
  };
}

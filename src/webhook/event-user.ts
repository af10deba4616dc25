import type { EventUser } from "./events.js";

const PROFILE_PATH = /\/profiles\/([^/?#]+)/;

/** Webhooks carry no @handle, but the profile URL ends in it. */
export function handleOf({ url = "" }: Pick<EventUser, "url">): string | undefined {
  const handle = PROFILE_PATH.exec(url)?.[1];
  if (handle === undefined) return undefined;
  try {
    return decodeURIComponent(handle);
  } catch {
    return handle;
  }
}

// Webhooks do not say that a user is an app user; its mail address does (seen on the real service).
export const isAppUser = ({ email }: Pick<EventUser, "email">): boolean =>
  email?.endsWith("@oauthapp.linear.app") ?? false;

/** Whether an event leaves it open that a user is an app user: people come with their mail address. */
export const mayBeAppUser = (user: Pick<EventUser, "email"> | undefined): boolean =>
  user?.email === undefined || isAppUser(user);

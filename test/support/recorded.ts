import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { type FixtureName, type FixturePayload, fixture } from "../fixtures/fixture.js";

const RECORDED_APP_USER = "062a4532-86dc-411b-a348-f76b8b5cf345";
const RECORDED_CLIENT = "697c8c35-e5b7-4505-aedb-7d4945ca2292";

/** A recorded delivery as if it had happened in the emulator's organization, to its app. */
export function recorded(name: FixtureName, { organization, app }: LinearEmulator): FixturePayload {
  const payload = fixture(name);
  const moved = JSON.stringify(payload)
    .replaceAll(String(payload.organizationId), organization.id)
    .replaceAll(RECORDED_APP_USER, organization.appUserId)
    .replaceAll(RECORDED_CLIENT, app.clientId);
  return JSON.parse(moved);
}

/** The recorded comment with an id of its own, so that it is another event each time. */
export function newComment(linear: LinearEmulator): FixturePayload {
  const payload = recorded("comment-create-root-mention", linear);
  return { ...payload, data: { ...(payload.data as object), id: crypto.randomUUID() } };
}

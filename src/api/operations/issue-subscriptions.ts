import type { Operation } from "../operation.js";
import { readPayload } from "../payload.js";

/** Makes the request's own user a subscriber of an issue; one who is stays one. */
export const subscribeToIssue: Operation<{ id: string }, undefined> = {
  name: "SubscribeToIssue",
  document: /* GraphQL */ `
    mutation SubscribeToIssue($id: String!) {
      issueSubscribe(id: $id) { success }
    }
  `,
  read: (data) => void readPayload(data, "issueSubscribe"),
};

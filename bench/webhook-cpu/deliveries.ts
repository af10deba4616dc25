import { createHmac, randomUUID } from "node:crypto";

/** A signed webhook as it comes out of the socket. */
export interface Delivery {
  body: Uint8Array<ArrayBuffer>;
  signature: string;
  headers: Record<string, string>;
}

export interface Scene {
  secret: string;
  organizationId: string;
  issueId: string;
  author: { id: string; name: string; email: string; url: string };
}

/** A `Comment` of its own, signed now. https://linear.app/developers/webhooks */
export function createDelivery(comment: string, { secret, organizationId, issueId, author }: Scene): Delivery {
  const now = new Date();
  const id = randomUUID();
  const payload = {
    action: "create",
    type: "Comment",
    actor: { ...author, type: "user" },
    createdAt: now.toISOString(),
    organizationId,
    url: `https://linear.app/acme/issue/ACM-1/fix-the-login-page#comment-${id.slice(0, 8)}`,
    data: {
      id,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
      body: comment,
      issueId,
      userId: author.id,
      reactionData: [],
      user: author,
      issue: {
        id: issueId,
        identifier: "ACM-1",
        title: "Fix the login page",
        url: "https://linear.app/acme/issue/ACM-1/fix-the-login-page",
        teamId: "84e6dd40-04f2-4a2b-8d3b-6a1a9e8c3c57",
        team: { id: "84e6dd40-04f2-4a2b-8d3b-6a1a9e8c3c57", key: "ACM", name: "Acme" },
      },
    },
    webhookId: "40cbd5dc-3ffb-4e49-8e2f-4e09a2a6ba4f",
    webhookTimestamp: now.getTime(),
  };
  const body = new TextEncoder().encode(JSON.stringify(payload));
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return {
    body,
    signature,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-length": String(body.byteLength),
      "user-agent": "Linear-Webhook",
      "linear-delivery": randomUUID(),
      "linear-event": "Comment",
      "linear-signature": signature,
      "linear-timestamp": String(now.getTime()),
    },
  };
}

export const toRequest = ({ body, headers }: Delivery): Request =>
  new Request("http://localhost/webhooks/linear", { method: "POST", headers, body });

export const commentKinds = ["plain text", "Markdown", "a mention of the bot", "a mention with Markdown"] as const;
export type CommentKind = (typeof commentKinds)[number];

/** What people write. Only the last two are for the bot. */
export const comments: Readonly<Record<CommentKind, string>> = {
  "plain text": "The login page still shows the old logo after signing in, could somebody of the web team have a look?",
  Markdown: [
    "## Findings",
    "- **First**: the `login` form posts twice, see [the log](https://example.com/log/1)\n- _Second_: retries are not bounded\n  - up to 20 have been seen",
    "1. Reproduce it\n2. Fix it",
    "> A quote from the *report*",
    "```ts\nconst session = await login({ user, password });\n```",
    "| Browser | Result |\n| --- | --- |\n| Firefox | works |\n| Safari | **fails** |",
    "See also ![a picture](https://uploads.linear.app/a/b/c) and <https://example.com>.",
  ].join("\n\n"),
  "a mention of the bot": "@helper please find out why the login page still shows the old logo after signing in.",
  "a mention with Markdown": [
    "**@helper** please look into [the log](https://example.com/log/1) of the `login` form:",
    "- it posts twice\n- retries are _not_ bounded",
  ].join("\n\n"),
};

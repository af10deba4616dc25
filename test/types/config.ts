// What users write compiles, and what mixes kinds of authentication does not. `npm run typecheck` is the test.

import { connectLinearAdapter } from "@vercel/connect/chat";
import { Chat, ConsoleLogger, type StateAdapter } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";

declare const state: StateAdapter;
declare const optional: string | undefined;
declare const app: { clientId: string; clientSecret: string };
declare const vault: (organizationId?: string) => Promise<string>;

export const bot: Chat<{ linear: LinearAdapter }> = new Chat({
  userName: "helper",
  adapters: { linear: createLinearAdapter() },
  state,
});

// Each kind, with everything that goes with all of them.
createLinearAdapter({});
createLinearAdapter({
  apiKey: "lin_api_1",
  apiUrl: "https://proxy.example.com/graphql",
  encryptionKey: ["new", "old"],
  logger: new ConsoleLogger("warn"),
  maxSkewMs: 600_000,
  mode: "agent-sessions",
  streamEditIntervalMs: 5_000,
  userName: "helper",
  webhookSecret: ["new", "old"],
});
createLinearAdapter({ accessToken: "token", mode: "all" });
createLinearAdapter({ clientCredentials: { clientId: "id", clientSecret: "secret" } });
createLinearAdapter({ clientCredentials: { clientId: "id", clientSecret: "secret", scopes: ["read", "write"] } });
createLinearAdapter({ clientId: "id", clientSecret: "secret" });

// Every secret as a function, with or without the organization, at once or later.
createLinearAdapter({ apiKey: () => "lin_api_1", webhookSecret: () => ["new", "old"], encryptionKey: vault });
createLinearAdapter({ accessToken: vault, webhookSecret: vault });
createLinearAdapter({ accessToken: (organizationId) => `token of ${organizationId ?? "the only one"}` });
createLinearAdapter({ clientCredentials: { clientId: vault, clientSecret: vault } });
createLinearAdapter({ clientId: vault, clientSecret: vault });

// Deciding about sessions, with a return in every branch or in some.
createLinearAdapter({ onAgentSession: () => undefined });
createLinearAdapter({ onAgentSession: ({ trigger }) => ({ kind: trigger === "automation" ? "ignore" : "accept" }) });
createLinearAdapter({
  onAgentSession: async ({ creator, readIssue }) => {
    if ((await readIssue())?.labels.includes("secret")) return { kind: "refuse", message: "This is secret." };
    if (creator === undefined) return { kind: "redirect", to: "a user's id" };
  },
});
// @ts-expect-error
createLinearAdapter({ onAgentSession: () => ({ kind: "refused" }) });
// @ts-expect-error
createLinearAdapter({ onAgentSession: () => ({ kind: "redirect" }) });

// Vercel Connect, and other verifiers.
createLinearAdapter({ ...connectLinearAdapter("linear/acme") });
createLinearAdapter({ ...connectLinearAdapter("linear/acme"), mode: "agent-sessions", userName: "helper" });
createLinearAdapter({
  apiKey: "lin_api_1",
  webhookVerifier: async (request, body) => request.headers.has("x-forwarded") && body,
});

// What may be undefined: everything but the secrets of the kind that was chosen.
createLinearAdapter({
  apiKey: "lin_api_1",
  accessToken: undefined,
  clientCredentials: undefined,
  clientId: undefined,
  clientSecret: undefined,
  encryptionKey: optional,
  userName: optional,
  webhookSecret: optional,
});

// Kinds do not mix.
// @ts-expect-error
createLinearAdapter({ apiKey: "lin_api_1", accessToken: "token" });
// @ts-expect-error
createLinearAdapter({ apiKey: "lin_api_1", clientCredentials: { clientId: "id", clientSecret: "secret" } });
// @ts-expect-error
createLinearAdapter({ apiKey: "lin_api_1", clientId: "id", clientSecret: "secret" });
// @ts-expect-error
createLinearAdapter({ accessToken: vault, clientCredentials: { clientId: "id", clientSecret: "secret" } });
// @ts-expect-error
createLinearAdapter({ accessToken: "token", clientId: "id", clientSecret: "secret" });
// @ts-expect-error
createLinearAdapter({ clientCredentials: app, clientId: "id", clientSecret: "secret" });
// @ts-expect-error
createLinearAdapter({ ...connectLinearAdapter("linear/acme"), apiKey: "lin_api_1" });

// Halves and slips.
// @ts-expect-error
createLinearAdapter({ clientId: "id" });
// @ts-expect-error
createLinearAdapter({ clientSecret: "secret" });
// @ts-expect-error
createLinearAdapter({ clientCredentials: { clientId: "id" } });
// @ts-expect-error
createLinearAdapter({ apiKey: optional });
// @ts-expect-error
createLinearAdapter({ apikey: "lin_api_1" });
// @ts-expect-error
createLinearAdapter({ apiKey: "lin_api_1", mode: "agents" });

export const kept: LinearAdapterConfig[] = [{ apiKey: "lin_api_1" }, { accessToken: vault }, {}];

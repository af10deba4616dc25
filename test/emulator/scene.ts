import { type LinearEmulator, type LinearEmulatorOptions, startLinearEmulator } from "chat-adapter-linear/emulator";
import { type Client, createClient } from "./client.js";
import { type Receiver, startReceiver } from "./receiver.js";

/** An emulator whose app listens, with a client for the app and one for Ada. */
export interface Scene {
  linear: LinearEmulator;
  hooks: Receiver;
  app: Client;
  ada: Client;
  close(): Promise<void>;
}

export async function startScene(options: LinearEmulatorOptions = {}): Promise<Scene> {
  const hooks = await startReceiver();
  const linear = await startLinearEmulator(options);
  linear.setWebhookUrl(hooks.url);
  return {
    linear,
    hooks,
    app: createClient(linear.apiUrl, `Bearer ${linear.createAccessToken()}`),
    ada: createClient(linear.apiUrl, linear.createApiKey(linear.ada)),
    close: async () => {
      await linear.close();
      await hooks.close();
    },
  };
}

export const createComment = /* GraphQL */ `
  mutation CreateComment($input: CommentCreateInput!) {
    commentCreate(input: $input) { success comment { id body parentId url user { id } botActor { userDisplayName } } }
  }
`;

export const createActivity = /* GraphQL */ `
  mutation CreateActivity($input: AgentActivityCreateInput!) {
    agentActivityCreate(input: $input) { success agentActivity { id ephemeral sourceComment { id } } }
  }
`;

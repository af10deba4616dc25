import { createHmac, timingSafeEqual } from "node:crypto";
import { type Adapter, type ChatInstance, Message, type WebhookOptions } from "chat";

interface CommentPayload {
  data: { id: string; issueId: string; body: string; createdAt: string; user: { id: string; name: string } };
}

/** What nobody can do without: read the request, check the signature, parse. */
export async function readSigned(request: Request, secret: string): Promise<CommentPayload> {
  const body = await request.text();
  const given = Buffer.from(request.headers.get("linear-signature") ?? "", "hex");
  const expected = createHmac("sha256", secret).update(body).digest();
  if (!timingSafeEqual(expected, given)) throw new Error("The signature is wrong");
  return JSON.parse(body);
}

const unused = (): never => {
  throw new Error("The benchmark does not call this");
};

/** The least that an adapter can do with a comment before it hands it to the Chat SDK. For measuring, not for use. */
export function createBareAdapter(secret: string, userName: string): Adapter {
  let chat: ChatInstance | undefined;
  const adapter: Adapter = {
    name: "linear",
    userName,
    initialize: async (instance) => {
      chat = instance;
    },
    handleWebhook: async (request: Request, options?: WebhookOptions) => {
      const message = toMessage(await readSigned(request, secret), userName);
      const work = chat?.processMessage(adapter, message.threadId, message, { deduplicate: false });
      if (work !== undefined) options?.waitUntil?.(work);
      return new Response(null, { status: 200 });
    },
    channelIdFromThreadId: (threadId) => threadId.slice(0, threadId.indexOf(":c:")),
    addReaction: unused,
    decodeThreadId: unused,
    deleteMessage: unused,
    editMessage: unused,
    encodeThreadId: unused,
    fetchMessages: unused,
    fetchThread: unused,
    parseMessage: unused,
    postMessage: unused,
    removeReaction: unused,
    renderFormatted: unused,
    startTyping: unused,
  };
  return adapter;
}

function toMessage({ data }: CommentPayload, userName: string): Message {
  const { id, issueId, body, createdAt, user } = data;
  return new Message({
    id,
    threadId: `linear:${issueId}:c:${id}`,
    text: body,
    formatted: { type: "root", children: [] },
    author: { userId: user.id, userName: user.name, fullName: user.name, isBot: false, isMe: false },
    metadata: { dateSent: new Date(createdAt), edited: false },
    attachments: [],
    isMention: body.includes(`@${userName}`),
    raw: {},
  });
}

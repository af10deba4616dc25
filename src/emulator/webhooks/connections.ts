import type { AppRecord } from "../app-records.js";

/** What takes the webhooks of an app. Work that goes on after the answer is given to `waitUntil`. */
export type WebhookHandler = (
  request: Request,
  options: { waitUntil: (task: Promise<unknown>) => void },
) => Promise<Response> | Response;

/** A `Chat` whose adapter is called `linear`, or the function that takes the webhooks. */
export type ConnectableBot = WebhookHandler | { readonly webhooks: { readonly linear: WebhookHandler } };

/** Sends one delivery and gives the answer. */
export type Receiver = (init: RequestInit & { signal: AbortSignal }) => Promise<Response>;

/** The bots in this process that are given their webhooks without a network. */
export interface Connections {
  connect(app: AppRecord, bot: ConnectableBot): void;
  disconnect(app: AppRecord): void;
  receiverOf(target: Pick<AppRecord, "id">): Receiver | undefined;
  /** How many handlers and tasks are at work. */
  running(): number;
  /** Resolves when those that are at work now are done. */
  settled(): Promise<void>;
  /** What has gone wrong since the last call: what a handler threw, and refusals that only a wrong set-up explains. */
  takeProblems(): Error[];
}

// No bot listens there: a handler may only want to see a URL of the usual form.
const REQUEST_URL = "http://bot.test/webhooks/linear";

/** `isAsked` tells whether the emulator has had any request, and `apiUrl` where it takes them. */
export function createConnections({ isAsked, apiUrl }: { isAsked(): boolean; apiUrl: string }): Connections {
  const receivers = new Map<string, Receiver>();
  const running = new Set<Promise<void>>();
  let problems: Error[] = [];

  /** Counts as running until it is done; what it throws is a problem. */
  function follow(work: Promise<unknown>, app: AppRecord): void {
    const done = work
      .then(
        () => undefined,
        (error: unknown) => void problems.push(failureOf(app, error)),
      )
      .finally(() => running.delete(done));
    running.add(done);
  }

  function createReceiver(app: AppRecord, handle: WebhookHandler): Receiver {
    return async (init) => {
      const request = new Request(REQUEST_URL, init);
      const answering = Promise.resolve().then(() => handle(request, { waitUntil: (task) => follow(task, app) }));
      follow(answering, app);
      const response = await Promise.race([answering, failWith(init.signal)]);
      const refusal = await findMistake(app, response);
      if (refusal) problems.push(refusal);
      return response;
    };
  }

  /** An answer that a bot gives only where its options are not those of this emulator. */
  async function findMistake(app: AppRecord, response: Response): Promise<Error | undefined> {
    const refused = `The bot of the app "${app.name}" refused a webhook with ${response.status}`;
    const options = "createLinearAdapter(linear.adapterOptions()) has what fits";
    if (response.status === 401) {
      const reason = (await response.clone().text()) || "without a reason";
      return new Error(
        `${refused} (${reason}): its webhookSecret has to be that of the app, and its clock that of the emulator. ${options}.`,
      );
    }
    if (response.status < 500 || isAsked()) return undefined;
    return new Error(`${refused} and has asked the emulator nothing: its apiUrl has to be ${apiUrl}. ${options}.`);
  }

  return {
    connect: (app, bot) => {
      const handle: WebhookHandler =
        typeof bot === "function" ? bot : (request, options) => bot.webhooks.linear(request, options);
      receivers.set(app.id, createReceiver(app, handle));
    },
    disconnect: (app) => void receivers.delete(app.id),
    receiverOf: (app) => receivers.get(app.id),
    running: () => running.size,
    settled: async () => {
      await Promise.all(running);
    },
    takeProblems: () => {
      const taken = problems;
      problems = [];
      return taken;
    },
  };
}

function failWith(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

const failureOf = (app: AppRecord, error: unknown): Error =>
  new Error(`The bot of the app "${app.name}" threw while it took a webhook: ${describe(error)}`, { cause: error });

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import { addApp, addOrganization, addPerson, installApp } from "./directory.js";
import { createBots } from "./driver/bots.js";
import { createChanges } from "./driver/changes.js";
import { createCredentials } from "./driver/credentials.js";
import { createFileDriver } from "./driver/files.js";
import { createIdle } from "./driver/idle.js";
import { createPeople } from "./driver/people.js";
import { createReading } from "./driver/reading.js";
import { createSetUp, describeOrganization } from "./driver/setup.js";
import { createFaults } from "./faults.js";
import { createFileRoute, createUploadRoute } from "./file-route.js";
import type { LinearEmulator } from "./linear-emulator.js";
import { loadGraphQL } from "./load-graphql.js";
import type { Consent } from "./oauth/authorize.js";
import { createOAuthRoutes } from "./oauth/handle-oauth.js";
import { createTokens } from "./oauth/tokens.js";
import { type LinearEmulatorOptions, resolveOptions } from "./options.js";
import { listen } from "./server.js";
import { createTraffic } from "./traffic.js";
import { createConnections, type Receiver } from "./webhooks/connections.js";
import { createDeliveries } from "./webhooks/deliveries.js";
import { emitEvent, targetOf } from "./webhooks/emit.js";
import { signWebhook } from "./webhooks/sign.js";
import { createWorld } from "./world.js";

/**
 * Starts a local Linear on a loopback port: GraphQL, OAuth, files and webhooks, with an app "helper" that is installed
 * in an organization "Acme" with two people. Close it when the test is over.
 * @throws {Error} when the package `graphql`, an optional peer, is not installed.
 * @example
 * ```ts
 * const linear = await startLinearEmulator({ app: { mode: "comments" } });
 * const adapter = createLinearAdapter(linear.adapterOptions());
 * const bot = new Chat({ userName: "helper", adapters: { linear: adapter }, state: createMemoryState() });
 * linear.connect(bot);
 *
 * const issue = linear.createIssue({ title: "The door squeaks" });
 * await linear.mention({ issue, text: "please help" });
 * await linear.idle();
 * // Look with `linear.comments({ issue })`, then:
 * await linear.close();
 * ```
 */
export async function startLinearEmulator(given: LinearEmulatorOptions = {}): Promise<LinearEmulator> {
  const options = resolveOptions(given);
  const { createGraphQLHandler } = await loadGraphQL();
  const server = await listen(options.port);
  const world = createWorld(options, server.url, (event) => emitEvent(world.state, deliveries, event));
  const faults = createFaults();
  const traffic = createTraffic();
  const apiUrl = `${server.url}/graphql`;
  const connections = createConnections({ isAsked: server.isAsked, apiUrl });
  const deliveries = createDeliveries({
    options,
    faults,
    targetOf: (id) => targetOf(world.state, id),
    receiverOf: (target) => connections.receiverOf(target) ?? byUrl(target.webhookUrl, options.fetch),
  });
  const tokens = createTokens(world);

  const app = addApp(world, given.app ?? {});
  const acme = addOrganization(world, "Acme", "acme");
  const ada = addPerson(world, acme, "Ada Lovelace");
  const bo = addPerson(world, acme, "Bo Berg");
  installApp(world, app, acme);

  let consent: Consent = { kind: "granted", person: ada };
  const setConsent = (answer: Consent): void => {
    consent = answer;
  };

  server.serve({
    "POST /graphql": createGraphQLHandler({ world, faults, traffic, authenticate: tokens.authenticate }),
    ...createOAuthRoutes({ world, tokens, faults, traffic, consent: () => consent }),
    "PUT /uploads/*": createUploadRoute({ world, faults, traffic }),
    "GET /files/*": createFileRoute({ world, tokens, faults, traffic }),
  });

  const close = async (): Promise<void> => {
    deliveries.close();
    await server.close();
  };

  return {
    url: server.url,
    apiUrl,
    app,
    organization: describeOrganization(world, acme),
    ada: structuredClone(ada),
    bo: structuredClone(bo),
    ...createSetUp(world),
    ...createBots(world, connections),
    ...createCredentials(world, tokens, setConsent),
    ...createPeople(world),
    ...createChanges(world),
    ...createReading(world),
    ...createFileDriver(world),
    requests: traffic.requests,
    tokenRequests: traffic.tokenRequests,
    fileRequests: traffic.fileRequests,
    uploadRequests: traffic.uploadRequests,
    clearRequests: traffic.clear,
    deliveries: deliveries.all,
    settled: deliveries.settled,
    idle: createIdle({ world, deliveries, connections, server }),
    redeliver: deliveries.redeliver,
    buildWebhook: (payload, { secret = app.webhookSecret, timestamp = world.now() } = {}) =>
      signWebhook(payload, { id: world.newId(), type: String(payload.type), secret, timestamp }),
    injectFault: faults.inject,
    clearFaults: faults.clear,
    close,
    [Symbol.asyncDispose]: close,
  };
}

const byUrl = (url: string | undefined, send: typeof fetch): Receiver | undefined =>
  url === undefined ? undefined : (init) => send(url, init);

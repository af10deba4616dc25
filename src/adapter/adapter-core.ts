import type { ChatInstance, Message } from "chat";
import { createIdentitySource, type IdentitySource } from "../api/identity.js";
import { createLinearApi, type LinearApiParts } from "../api/linear-api.js";
import type { LinearApi } from "../api/operation.js";
import { createSingleTry, type SingleTry } from "../api/single-try.js";
import type { LinearAuth } from "../credentials/auth.js";
import { createMentionClaims, type MentionClaims } from "../inbound/mention-claims.js";
import { createOwnComments, type OwnComments } from "../messages/own-comments.js";
import { createProfileUrls, type ProfileUrls } from "../messages/profile-urls.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { createSourceComments, type SourceComments } from "../messages/source-comments.js";
import { type MessageReader, toChatMessage, type Viewpoint } from "../messages/to-chat-message.js";
import { LinearFormatConverter } from "../render/format-converter.js";
import { toPlainText } from "../render/plain-text.js";
import { splitBody } from "../render/split.js";
import { type Clock, systemClock } from "../util/clock.js";
import { type AdapterIdentity, createAdapterIdentity } from "./adapter-identity.js";
import { type ChatHost, createChatHost } from "./chat-host.js";
import { type OpenInstallations, openInstallations } from "./open-installations.js";
import { createOrganizationContext, type OrganizationContext } from "./organization-context.js";
import { createOrganizationRunner, type OrganizationRunner } from "./organization-runner.js";
import { createRenderOutgoing, type RenderOutgoing } from "./render-outgoing.js";
import type { ResolvedConfig } from "./resolve-config.js";
import { createThreadOrganizations, type ThreadOrganizations } from "./thread-organizations.js";

/** What the parts of one adapter share. */
export interface AdapterCore {
  config: ResolvedConfig;
  environment: Environment;
  host: ChatHost;
  context: OrganizationContext;
  threads: ThreadOrganizations;
  organizations: OrganizationRunner;
  opened: OpenInstallations;
  api: LinearApi;
  /** For creations that must not be repeated. */
  sendOnce: SingleTry;
  identities: IdentitySource;
  identity: AdapterIdentity;
  mentions: MentionClaims;
  ownComments: OwnComments;
  sourceComments: SourceComments;
  profileUrls: ProfileUrls;
  converter: LinearFormatConverter;
  toMessage: (raw: LinearRawMessage, viewpoint: Viewpoint) => Message<LinearRawMessage>;
  render: RenderOutgoing;
  splitBody: (body: string) => string[];
  start: (chat: ChatInstance) => void;
}

/** The world outside, as parameters. */
export interface Environment {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  newId: () => string;
}

// Linear documents no limit for a body; clients that run in production stay below this many characters.
const MAX_BODY_LENGTH = 10_000;

export function createAdapterCore(config: ResolvedConfig): AdapterCore {
  const environment: Environment = {
    // A Worker's fetch refuses to be called as a method of another object.
    fetch: (...request) => globalThis.fetch(...request),
    clock: systemClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
  };
  const host = createChatHost(config.logger);
  const { logger, state } = host;
  const context = createOrganizationContext();
  const threads = servesSeveral(config.auth) ? createThreadOrganizations(state) : ONE_ORGANIZATION;

  const opened = openInstallations(config, { ...environment, state, logger });
  const apiParts: LinearApiParts = {
    ...environment,
    endpoint: config.endpoints.graphql,
    credentials: opened.credentials,
    currentOrganization: () => context.current()?.organizationId,
    logger,
  };
  const api = createLinearApi(apiParts);
  const identities = createIdentitySource({ credentials: opened.credentials, api });
  const converter = new LinearFormatConverter();
  const reader: MessageReader = { toAst: (body) => converter.toAst(body), toPlainText };
  const profileUrls = createProfileUrls(api);

  return {
    config,
    environment,
    host,
    context,
    threads,
    organizations: createOrganizationRunner(context, threads),
    opened,
    api,
    sendOnce: createSingleTry(apiParts),
    identities,
    identity: createAdapterIdentity({ configuredName: config.userName, identities, context, host }),
    mentions: createMentionClaims(state, environment.clock),
    ownComments: createOwnComments(state),
    sourceComments: createSourceComments(state, api),
    profileUrls,
    converter,
    toMessage: (raw, viewpoint) => toChatMessage(raw, viewpoint, reader),
    render: createRenderOutgoing(profileUrls),
    splitBody: (body) => splitBody(body, MAX_BODY_LENGTH),
    start: (chat) => {
      host.attach(chat);
      config.warnings.forEach((warning) => {
        logger.warn(warning);
      });
    },
  };
}

// Nothing is kept or looked up for a credential of one organization. What a function gives may be of several.
export const servesSeveral = (auth: LinearAuth): boolean =>
  auth.kind === "app" || Object.values(auth).some((value) => typeof value === "function");
const ONE_ORGANIZATION: ThreadOrganizations = { remember: async () => {}, find: async () => undefined };

import type { Adapter, ChatInstance, Logger, StateAdapter } from "chat";
import { createIdentitySource, type IdentitySource } from "../api/identity.js";
import { createLinearApi, type LinearApiParts } from "../api/linear-api.js";
import type { LinearApi } from "../api/operation.js";
import { requestUpload } from "../api/operations/uploads.js";
import { createSingleTry, type SingleTry } from "../api/single-try.js";
import { createTokenCheck } from "../api/token-check.js";
import { createRepeatableIds, type RepeatableIds } from "../comments/repeatable-ids.js";
import { observeCredentials } from "../credentials/observed-credentials.js";
import { createDiagnose, type Diagnose } from "../diagnostics/diagnose.js";
import { withFacts } from "../diagnostics/fact-logger.js";
import { type CurrentFacts, createCurrentFacts, type LinearWorkFacts } from "../diagnostics/work-facts.js";
import { createFiles, type Files } from "../files/create-files.js";
import { createUploads, type Uploads } from "../files/create-uploads.js";
import { createLeases, type Leases } from "../leases/create-leases.js";
import type { FilePlaces } from "../messages/outgoing-files.js";
import { createGrownMessages, type GrownMessages } from "../messages/remembered/grown-messages.js";
import { createOwnComments, createRememberOwn, type OwnComments } from "../messages/remembered/own-comments.js";
import { createOwnUsers, type OwnUsers } from "../messages/remembered/own-users.js";
import { createOwnWords, type OwnWords } from "../messages/remembered/own-words.js";
import { createProfileUrls, type ProfileUrls } from "../messages/remembered/profile-urls.js";
import { createRecentWords, type RecentWords } from "../messages/remembered/recent-words.js";
import { createSourceComments, type SourceComments } from "../messages/remembered/source-comments.js";
import { createVisibilities, type Visibilities } from "../messages/remembered/visibilities.js";
import { createRenderOutgoing, type RenderOutgoing } from "../messages/render-outgoing.js";
import { type BotIdentity, createBotIdentity } from "../organizations/bot-identity.js";
import { createOrganizationContext, type OrganizationContext } from "../organizations/organization-context.js";
import { createOrganizationRunner, type OrganizationRunner } from "../organizations/organization-runner.js";
import {
  credentialKeys,
  openThreadOrganizations,
  type ThreadOrganizations,
} from "../organizations/thread-organizations.js";
import { LinearFormatConverter } from "../render/format-converter.js";
import { createLinearTexts, type LinearTexts } from "../render/linear-text.js";
import { splitForLinear } from "../render/split.js";
import { createUnsent, type UnsentMessage } from "../sessions/sent-message.js";
import type { ChatHost } from "../util/chat-host.js";
import type { Memory } from "../util/memory.js";
import type { World } from "../util/world.js";
import { createChatHost } from "./chat-host.js";
import type { ResolvedConfig } from "./config/resolve-config.js";
import { createInstallations, type InstallationCore } from "./installing/create-installations.js";
import { createIsAlive, type IsAlive } from "./installing/liveness.js";

/** What the parts of one adapter share: the world outside, the chat, the organizations, Linear's API, and who we are. */
export interface AdapterCore extends World, InstallationCore {
  config: ResolvedConfig;
  host: ChatHost;
  state: () => StateAdapter;
  memory: () => Memory;
  /** Its lines carry the facts of the current work. */
  logger: Logger;
  facts: CurrentFacts;
  diagnose: Diagnose;
  context: OrganizationContext;
  threadOrganizations: ThreadOrganizations;
  organizations: OrganizationRunner;
  api: LinearApi;
  /** Sends creations that must not be repeated. */
  sendOnce: SingleTry;
  identities: IdentitySource;
  identity: BotIdentity;
  isAlive: IsAlive;
  ownComments: OwnComments;
  ownUsers: OwnUsers;
  ownWords: OwnWords;
  /** Called with the id of a comment or reaction before it is sent. */
  rememberOwn: (id: string) => Promise<void>;
  recentWords: RecentWords;
  sourceComments: SourceComments;
  grownMessages: GrownMessages;
  visibilities: Visibilities;
  leases: Leases;
  /** Ids of what the bot writes. */
  ids: RepeatableIds;
  files: Files;
  uploads: Uploads;
  profileUrls: ProfileUrls;
  converter: LinearFormatConverter;
  texts: LinearTexts;
  render: RenderOutgoing;
  splitBody: (body: string) => string[];
  unsent: () => UnsentMessage;
  /** Binds the adapter to the `Chat` that it belongs to from now on. */
  start: (chat: ChatInstance, adapter: Adapter) => void;
}

export function createAdapterCore(config: ResolvedConfig, world: World): AdapterCore {
  const host = createChatHost(config.logger);
  const { state, memory } = host;
  const context = createOrganizationContext();
  const facts = createCurrentFacts();
  const currentFacts = (): LinearWorkFacts => {
    const organizationId = context.current()?.organizationId;
    return { ...facts.current(), ...(organizationId === undefined ? {} : { organizationId }) };
  };
  const logger = withFacts(host.logger, currentFacts);
  const diagnose = createDiagnose({ listener: config.diagnostics, facts: currentFacts, logger });
  const threadOrganizations = openThreadOrganizations(config.auth, state);
  const installations = createInstallations(config, { ...world, state, logger, diagnose });
  const keyOf = credentialKeys(config.auth);
  const credentials = observeCredentials(installations.credentials, keyOf);
  const apiParts: LinearApiParts = {
    ...world,
    endpoint: config.endpoints.graphql,
    credentials,
    currentOrganization: () => context.current()?.organizationId,
    logger,
    diagnose,
  };
  const ownWords = createOwnWords();
  const api = ownWords.listen(createLinearApi(apiParts));
  const identities = createIdentitySource({ ...apiParts, ...installations, credentials, keyOf, logger });
  const profileUrls = createProfileUrls(api, world.clock);
  const { isPerson } = profileUrls;
  const identity = createBotIdentity({ configuredName: config.userName, identities, context, host, isPerson, logger });
  const ownComments = createOwnComments(memory);
  const uploads = createUploads({
    ...apiParts,
    config,
    base: config.filesUrl,
    requestSlot: (file, signal) => api.execute(requestUpload, file, { signal }),
  });
  const filePlaces = (): FilePlaces => ({
    base: config.filesUrl,
    organizationId: context.current()?.organizationId,
  });
  const texts = createLinearTexts();

  return {
    ...world,
    ...installations,
    credentials,
    config,
    host,
    state,
    memory,
    logger,
    facts,
    diagnose,
    context,
    threadOrganizations,
    organizations: createOrganizationRunner(context, threadOrganizations),
    api,
    sendOnce: createSingleTry(apiParts),
    identities,
    identity,
    isAlive: createIsAlive(createTokenCheck(apiParts), installations.retryTokens),
    ownComments,
    ownUsers: createOwnUsers(memory, world.clock),
    ownWords,
    rememberOwn: createRememberOwn(config.auth, ownComments, identity.current),
    recentWords: createRecentWords(),
    sourceComments: createSourceComments(memory, api),
    grownMessages: createGrownMessages(memory),
    visibilities: createVisibilities(),
    ids: createRepeatableIds(world.newId),
    leases: createLeases({ ...world, host, state, logger }),
    files: createFiles({ ...apiParts, config, base: config.filesUrl }),
    uploads,
    profileUrls,
    converter: new LinearFormatConverter(undefined, texts.readAtOnce),
    texts,
    render: createRenderOutgoing({ profileUrls, uploads, filePlaces }),
    splitBody: splitForLinear,
    unsent: createUnsent({ ...world, context, identity }),
    start: (chat, adapter) => {
      host.attach(chat, adapter);
      for (const warning of config.warnings) logger.warn(warning);
    },
  };
}

import type { Logger } from "chat";
import type { IdentitySource } from "../api/identity.js";
import type { LinearApi } from "../api/operation.js";
import type { CurrentFacts } from "../diagnostics/work-facts.js";
import type { Listeners } from "../events/listeners.js";
import type { Files } from "../files/create-files.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationIndex } from "../installations/installation-index.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { OwnComments } from "../messages/remembered/own-comments.js";
import type { OwnUsers } from "../messages/remembered/own-users.js";
import type { OwnWords } from "../messages/remembered/own-words.js";
import type { ProfileUrls } from "../messages/remembered/profile-urls.js";
import type { RecentWords } from "../messages/remembered/recent-words.js";
import type { SourceComments } from "../messages/remembered/source-comments.js";
import type { BotIdentity } from "../organizations/bot-identity.js";
import type { OrganizationRunner } from "../organizations/organization-runner.js";
import type { ThreadOrganizations } from "../organizations/thread-organizations.js";
import type { Questions } from "../questions/create-questions.js";
import type { LinearTexts } from "../render/linear-text.js";
import type { Sessions } from "../sessions/create-sessions.js";
import type { ChatHost } from "../util/chat-host.js";
import type { Clock } from "../util/clock.js";
import type { InboundConfig } from "./inbound-config.js";
import type { TurnOrder } from "./turn-order.js";

/** The parts with state that the handlers of events work with. What the handlers do, they import. */
export interface InboundParts {
  config: InboundConfig;
  api: LinearApi;
  clock: Clock;
  facts: Pick<CurrentFacts, "run">;
  files: Pick<Files, "attachmentsIn">;
  host: ChatHost;
  identities: IdentitySource;
  identity: BotIdentity;
  installations: Pick<InstallationStore, "get" | "update">;
  installationIndex: Pick<InstallationIndex, "stampOf">;
  /** Whether Linear still takes the tokens of an installation. */
  isAlive: (installation: LinearInstallation) => Promise<boolean>;
  logger: Pick<Logger, "debug" | "info" | "warn" | "error">;
  organizations: OrganizationRunner;
  ownComments: OwnComments;
  ownUsers: OwnUsers;
  ownWords: OwnWords;
  profileUrls: Pick<ProfileUrls, "rememberUser">;
  listeners: Pick<Listeners, "callsFor">;
  order: Pick<TurnOrder, "alone" | "handle" | "handleAtOnce">;
  questions: Pick<Questions, "answers">;
  sessions: Sessions;
  recentWords: Pick<RecentWords, "remember">;
  sourceComments: Pick<SourceComments, "findMessage" | "rememberMessage">;
  threadOrganizations: Pick<ThreadOrganizations, "remember">;
  texts: Pick<LinearTexts, "read">;
}

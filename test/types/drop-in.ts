// What compiled against @chat-adapter/linear compiles against this package. `npm run typecheck` is the test.

import type * as incumbent from "@chat-adapter/linear";
import type * as ours from "chat-adapter-linear";

type Incumbent = incumbent.LinearAdapter;
type Ours = ours.LinearAdapter;

type Never<Empty extends never> = Empty;

/** The public members that ours has not. */
export type Missing = Never<Exclude<keyof Incumbent, keyof Ours>>;

declare const config: incumbent.LinearAdapterConfig;
export const acceptsItsOptions: ours.LinearAdapterConfig = config;

declare const installation: incumbent.LinearInstallation;
export const acceptsItsInstallations: ours.LinearInstallation = installation;

declare const thread: incumbent.LinearThreadId;
export const acceptsItsThreads: ours.LinearThreadId = thread;

declare const raw: incumbent.LinearRawMessage;
export const acceptsItsMessages: ours.LinearRawMessage = raw;

/** The public members that cannot be used everywhere where the incumbent's can. */
type Misfit = { [Name in keyof Incumbent]: Ours[Name] extends Incumbent[Name] ? never : Name }[keyof Incumbent];

/** They give a `LinearClient` of @linear/sdk 98, not 76. */
type NewerSdk = "client" | "linearClient";
/** Their raw messages may have no issue, as some agent sessions have none. */
type WithoutIssue = "parseMessage" | "postMessage" | "editMessage" | "stream" | "fetchMessages";
/** Their installations may have a `refreshToken` that is there and undefined. */
type UndefinedToken = "getInstallation" | "refreshInstallation" | "handleOAuthCallback";

type Known = NewerSdk | WithoutIssue | UndefinedToken;
export type UnknownMisfits = Never<Exclude<Misfit, Known>>;
export type Mended = Never<Exclude<Known, Misfit>>;

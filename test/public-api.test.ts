// Covers: src/index.ts

import { beforeAll, describe, expect, it } from "vitest";
import { formatNames, type PublicNames, readPublicNames } from "./support/guards/public-names.js";
import { readText } from "./support/guards/repository.js";

const COMPILE_TIMEOUT_MS = 120_000;

/** Everything that users can import. A name that is added here is a promise that is kept until the next major version. */
const api: Readonly<Record<string, PublicNames>> = {
  ".": {
    values: [
      "LinearAdapter",
      "LinearAdapterError",
      "LinearRateLimitError",
      "assertAgentSessionThread",
      "createLinearAdapter",
      "isLinearAdapterError",
      "readResponseMessages",
      "readToolApproval",
      "renderSessionContext",
      "toApprovalResponse",
      "toLinearStream",
      "toPrompt",
    ],
    types: [
      "AddLabelsOptions",
      "AiSdkMessage",
      "AiSdkResult",
      "DeleteInstallationOptions",
      "ErrorFacts",
      "EventCommentChild",
      "EventGuidance",
      "EventGuidanceTeam",
      "InstallUrlOptions",
      "InstallationBrokenEvent",
      "InstallationFailure",
      "InstallationRefresh",
      "InstallationRotation",
      "LinearActorData",
      "LinearAdapterAPIKeyConfig",
      "LinearAdapterAutoConfig",
      "LinearAdapterBaseConfig",
      "LinearAdapterClientCredentialsConfig",
      "LinearAdapterConfig",
      "LinearAdapterConnectConfig",
      "LinearAdapterMode",
      "LinearAdapterMultiTenantConfig",
      "LinearAdapterOAuthConfig",
      "LinearAgentSessionCommentRawMessage",
      "LinearAgentSessionThreadId",
      "LinearAttachedFile",
      "LinearAttachedLink",
      "LinearAuthRequest",
      "LinearChecklist",
      "LinearClientCredentialsConfig",
      "LinearCommentData",
      "LinearCommentRawMessage",
      "LinearContextComment",
      "LinearContextGuidance",
      "LinearContextIssue",
      "LinearCreatedIssue",
      "LinearDeliveryDiagnostics",
      "LinearDiagnosticsEvent",
      "LinearDiagnosticsListener",
      "LinearErrorCode",
      "LinearEvent",
      "LinearEventEntity",
      "LinearEventFacts",
      "LinearEventIssue",
      "LinearEventName",
      "LinearEventState",
      "LinearEvents",
      "LinearFieldChange",
      "LinearFile",
      "LinearFileContent",
      "LinearGuidanceOrigin",
      "LinearInstallation",
      "LinearInstallationProvider",
      "LinearIssue",
      "LinearIssueComment",
      "LinearIssueCycle",
      "LinearIssueDelegation",
      "LinearIssueDetails",
      "LinearIssueEnd",
      "LinearIssueFile",
      "LinearIssueLabel",
      "LinearIssueLink",
      "LinearIssueMove",
      "LinearIssueReference",
      "LinearIssueRelation",
      "LinearIssueRelationKind",
      "LinearNewIssue",
      "LinearNewRelationKind",
      "LinearNewTeamIssue",
      "LinearNotificationTopic",
      "LinearOAuthCallbackOptions",
      "LinearPerson",
      "LinearPlanStep",
      "LinearPlanStepStatus",
      "LinearPriority",
      "LinearRawMessage",
      "LinearRefreshDiagnostics",
      "LinearRequestDiagnostics",
      "LinearRetryDiagnostics",
      "LinearSaidActivity",
      "LinearSelectOption",
      "LinearSession",
      "LinearSessionAction",
      "LinearSessionActivity",
      "LinearSessionActivityOptions",
      "LinearSessionActivityPage",
      "LinearSessionContext",
      "LinearSessionDecision",
      "LinearSessionIssue",
      "LinearSessionLink",
      "LinearSessionPerson",
      "LinearSessionRequest",
      "LinearSessionStopped",
      "LinearStopCause",
      "LinearSubIssue",
      "LinearThreadId",
      "LinearTurnDiagnostics",
      "LinearUploadProgress",
      "LinearWebhook",
      "LinearWebhookPayloadOf",
      "LinearWebhookType",
      "LinearWebhookVerifier",
      "LinearWorkFacts",
      "LinearWorkflowState",
      "ModelStream",
      "OAuthCallbackResult",
      "OAuthRoutes",
      "OAuthRoutesOptions",
      "OnAgentSession",
      "OnUploadProgress",
      "OpenFileOptions",
      "OpenSessionOptions",
      "RenderSessionContextOptions",
      "RenderedSessionContext",
      "Secret",
      "SessionTrigger",
      "ToLinearStreamOptions",
      "ToPromptOptions",
      "ToolApproval",
      "ToolApprovalMessage",
      "ToolApprovalResponsePart",
      "ToolStepOptions",
      "WaitingTool",
    ],
  },
  "./webhook": {
    values: [
      "DEFAULT_MAX_BODY_BYTES",
      "DEFAULT_MAX_SKEW_MS",
      "WebhookPayloadError",
      "eventKey",
      "parseWebhook",
      "verifyWebhook",
    ],
    types: [
      "EventAgentActivity",
      "EventAgentSession",
      "EventComment",
      "EventCommentChild",
      "EventExternalAuthor",
      "EventGuidance",
      "EventGuidanceTeam",
      "EventIssue",
      "EventOf",
      "EventReaction",
      "EventUser",
      "LinearWebhookEvent",
      "ParseWebhookOptions",
      "WebhookRefusal",
      "WebhookToVerify",
      "WebhookVerification",
    ],
  },
  "./oauth": {
    values: [
      "LinearAdapterError",
      "LinearRateLimitError",
      "buildAuthorizationUrl",
      "createCodeChallenge",
      "createCodeVerifier",
      "isLinearAdapterError",
      "requestToken",
      "resolveEndpoints",
      "revokeToken",
    ],
    types: [
      "AuthorizationRequest",
      "Clock",
      "ErrorFacts",
      "LinearEndpoints",
      "LinearErrorCode",
      "OAuthRequestParts",
      "RandomBytes",
      "Revocation",
      "TokenGrant",
      "TokenGrantResult",
      "TokenRefusalReason",
    ],
  },
  "./node": {
    values: [
      "LinearAdapterError",
      "LinearRateLimitError",
      "fileFromPath",
      "isLinearAdapterError",
      "toLambdaHandler",
      "toLambdaStreamHandler",
      "toNodeHandler",
    ],
    types: [
      "ErrorFacts",
      "FileFromPathOptions",
      "LambdaHandler",
      "LambdaHttpEvent",
      "LambdaHttpResult",
      "LinearErrorCode",
      "NodeHandler",
      "NodeHandlerOptions",
      "NodeRequest",
      "WebHandler",
      "WebHandlerOptions",
    ],
  },
  "./emulator": {
    values: ["startLinearEmulator"],
    types: [
      "AppOptions",
      "BotMode",
      "CommentInput",
      "ConnectableBot",
      "ConsentAnswer",
      "DeliveryAttempt",
      "EmulatedActivity",
      "EmulatedAdapterOptions",
      "EmulatedApp",
      "EmulatedAttachment",
      "EmulatedComment",
      "EmulatedDelivery",
      "EmulatedFile",
      "EmulatedInstallation",
      "EmulatedIssue",
      "EmulatedLabel",
      "EmulatedOrganization",
      "EmulatedReaction",
      "EmulatedSession",
      "EmulatedTeam",
      "EmulatedUser",
      "EmulatedWorkflowState",
      "EmulatorFault",
      "FaultKind",
      "InjectedFault",
      "IssueInput",
      "LinearEmulator",
      "LinearEmulatorOptions",
      "RecordedFileRequest",
      "RecordedRequest",
      "RecordedTokenRequest",
      "RecordedUploadRequest",
      "Ref",
      "SignedWebhook",
      "WebhookHandler",
    ],
  },
};

const sourceOf = (entry: string): string => (entry === "." ? "src/index.ts" : `src/${entry.slice(2)}.ts`);

describe("the public names", { timeout: COMPILE_TIMEOUT_MS }, () => {
  let exported: Record<string, PublicNames>;

  beforeAll(() => {
    exported = readPublicNames(Object.keys(api).map(sourceOf));
  }, COMPILE_TIMEOUT_MS);

  it.each(Object.entries(api))('of "%s" are those of the list', (entry, expected) => {
    const actual = exported[sourceOf(entry)];
    const advice = `The exports of "${entry}" changed. If that is meant, paste:\n${formatNames(entry, actual)}`;

    expect(actual, advice).toEqual(expected);
  });

  it("have a list for every entry of package.json", () => {
    const entries = Object.keys(JSON.parse(readText("package.json")).exports);

    expect(Object.keys(api)).toEqual(entries.filter((entry) => entry !== "./package.json"));
  });
});

describe("reading public names", { timeout: COMPILE_TIMEOUT_MS }, () => {
  it("follows re-exports and tells values from types", () => {
    const path = "test/support/guards/samples/entry.ts";

    expect(readPublicNames([path])).toEqual({
      [path]: { values: ["Exported", "alias", "own"], types: ["OnlyType", "Shape"] },
    });
  });

  it("names an entry that does not exist", () => {
    expect(() => readPublicNames(["src/nowhere.ts"])).toThrow("no such entry: src/nowhere.ts");
  });
});

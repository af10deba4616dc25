import type {
  EventAgentSession,
  EventCommentChild,
  EventIssue,
  EventUser,
  LinearWebhookEvent,
} from "../../src/webhook/events.js";
import type { FixtureName } from "../fixtures/fixture.js";

const app = {
  appUserId: "062a4532-86dc-411b-a348-f76b8b5cf345",
  oauthClientId: "697c8c35-e5b7-4505-aedb-7d4945ca2292",
};
const organizationId = "882e7ddb-fccd-4824-a62b-ab6cd553bd34";
const comments = { organizationId, webhookId: "e5032557-4262-437c-a646-23cb1e99f2d9" };
const agents = { organizationId, webhookId: "97d4d39f-154e-4c8a-aa30-59b1b5d2fcff", ...app };
const team = { id: "ca01f61f-6279-4f21-a561-4699d4793222", key: "ENG", name: "Acme" };
const anchor = "This thread is for an agent session with helperbot.";

const ada: EventUser = {
  id: "25811a3e-0df7-430a-a402-a66e6c8f21b7",
  name: "Ada Lovell",
  email: "ada@example.com",
  url: "https://linear.app/acme/profiles/ada",
  avatarUrl: "https://public.linear.app/avatar.png",
};

const bo: EventUser = {
  id: "9d1c6a7e-3f58-4b0e-8c52-6a1f4e2b7d90",
  name: "Bo",
  email: "bo@example.com",
  url: "https://linear.app/acme/profiles/bo",
  avatarUrl: undefined,
};

const issue: EventIssue = {
  id: "a135ca6b-6d19-49d6-a465-86cc9e830ce7",
  identifier: "ENG-594",
  title: "simple issue",
  description: undefined,
  url: "https://linear.app/acme/issue/ENG-594/simple-issue",
  team,
};

const slowSearch: EventIssue = {
  id: "2b9e4f70-d1c8-4a35-86f2-9c7e0b5d13a6",
  identifier: "ENG-601",
  title: "Search is slow for long queries",
  description: "Queries over 200 characters take more than 4 s.",
  url: "https://linear.app/acme/issue/ENG-601/search-is-slow-for-long-queries",
  team,
};

const failedImport: EventIssue = {
  id: "3e8d1b5c-f049-4672-9a0c-b5d7e2f4861a",
  identifier: "ENG-610",
  title: "Nightly import failed",
  description: "Exit code 3 in step `load`.",
  url: "https://linear.app/acme/issue/ENG-610/nightly-import-failed",
  team,
};

const discovery: EventIssue = {
  id: "d64b0e93-5a17-4f8c-b2e6-7c3d91a0f528",
  identifier: "ENG-229",
  title: "Discovery: exact webhook shape for each helperbot trigger path",
  description: 'What does <user id="062a4532-86dc-411b-a348-f76b8b5cf345" notify>helperbot</user> get to see of this?',
  url: "https://linear.app/acme/issue/ENG-229/discovery-exact-webhook-shape-for-each-helperbot-trigger-path",
  team: { ...team, name: "Eva" },
};

const mention: EventCommentChild = {
  id: "b6e6cb72-3d52-43f5-a6a5-e9e67765fb5b",
  body: "@helperbot let's see about his",
  issueId: issue.id,
  userId: ada.id,
  isArtificialAgentSessionRoot: undefined,
  quotedText: undefined,
};

const child = (id: string, body: string, issueId: string, userId?: string): EventCommentChild => ({
  id,
  body,
  issueId,
  userId,
  isArtificialAgentSessionRoot: undefined,
  quotedText: undefined,
});

const session: EventAgentSession = {
  id: "9c04d1f7-19c3-4b7e-8d2a-6f5e0c91b3d7",
  appUserId: app.appUserId,
  status: "pending",
  url: "https://linear.app/acme/issue/ENG-594/simple-issue#agent-session-9c04d1f7",
  issueId: issue.id,
  issue,
  commentId: mention.id,
  comment: mention,
  sourceCommentId: undefined,
  creator: ada,
};

const plainComment = {
  editedAt: undefined,
  issueId: issue.id,
  issue,
  parentId: undefined,
  user: undefined,
  userId: undefined,
  externalAuthor: undefined,
  isArtificialAgentSessionRoot: false,
  quotedText: undefined,
};

const unknown = (type: string, action: string, organization: string = organizationId): LinearWebhookEvent => ({
  kind: "unknown",
  type,
  action,
  organizationId: organization,
});

/** What each fixture is parsed to. */
export const expectedEvents: Readonly<Record<FixtureName, LinearWebhookEvent>> = {
  "comment-create-root-mention": {
    kind: "comment.created",
    ...comments,
    createdAt: "2025-05-05T18:33:09.743Z",
    url: "https://linear.app/acme/issue/ENG-594/simple-issue#comment-00000000",
    actorId: ada.id,
    comment: {
      ...plainComment,
      id: mention.id,
      body: mention.body,
      createdAt: "2025-05-05T18:33:09.755Z",
      updatedAt: "2025-05-05T18:33:09.743Z",
      user: { ...ada, url: undefined, avatarUrl: undefined },
      userId: ada.id,
      isArtificialAgentSessionRoot: undefined,
      quotedText: undefined,
    },
  },
  "comment-create-reply": {
    kind: "comment.created",
    ...comments,
    createdAt: "2025-05-05T18:41:22.310Z",
    url: "https://linear.app/acme/issue/ENG-594/simple-issue#comment-3b1f7c52",
    actorId: bo.id,
    comment: {
      ...plainComment,
      id: "3b1f7c52-64de-4a0b-9c1a-8f2d5e907b61",
      body: "and the tests?",
      createdAt: "2025-05-05T18:41:22.310Z",
      updatedAt: "2025-05-05T18:41:22.310Z",
      parentId: mention.id,
      user: bo,
      userId: bo.id,
    },
  },
  "comment-create-reply-2023": {
    kind: "comment.created",
    organizationId: "e94cb084-006e-4c94-a9de-b2343282d28d",
    webhookId: "873fdbf6-f93b-4d00-a3e9-fb172c747180",
    createdAt: "2023-07-18T01:13:19.875Z",
    url: "https://linear.app/acme/issue/MOR-34#comment-00000000",
    actorId: undefined,
    comment: {
      ...plainComment,
      id: "0e789e05-b356-4760-ac0a-ea647c2e107c",
      body: "A reply to a commen",
      createdAt: "2023-07-18T01:13:19.875Z",
      updatedAt: "2023-07-18T01:13:19.875Z",
      issueId: "880e307f-d72b-4098-ae06-8d05c73ea245",
      issue: {
        id: "880e307f-d72b-4098-ae06-8d05c73ea245",
        identifier: undefined,
        title: "About okrs",
        description: undefined,
        url: undefined,
        team: undefined,
      },
      parentId: "bff5ce29-f006-48c0-ac74-aecdfbc9fe87",
      user: {
        id: "da571c03-ef24-4e9f-ac03-81e1475c739c",
        name: "Ada Lovell",
        email: undefined,
        url: undefined,
        avatarUrl: undefined,
      },
      userId: "da571c03-ef24-4e9f-ac03-81e1475c739c",
      isArtificialAgentSessionRoot: undefined,
      quotedText: undefined,
    },
  },
  "comment-create-slack-synced": {
    kind: "comment.created",
    ...comments,
    createdAt: "2025-05-05T18:44:05.118Z",
    url: "https://linear.app/acme/issue/ENG-594/simple-issue#comment-c47d90a1",
    actorId: "6e0a2f9c-71b4-4d58-b3c7-90d5a8e14f27",
    comment: {
      ...plainComment,
      id: "c47d90a1-5e2b-4f36-9a8d-1b7e3c60f254",
      body: "Seen on staging as well",
      createdAt: "2025-05-05T18:44:05.118Z",
      updatedAt: "2025-05-05T18:44:05.118Z",
      externalAuthor: {
        id: "6e0a2f9c-71b4-4d58-b3c7-90d5a8e14f27",
        name: "Bo (Slack)",
        kind: "external-user",
        email: "bo@example.com",
        avatarUrl: undefined,
      },
    },
  },
  "comment-create-integration": {
    kind: "comment.created",
    ...comments,
    createdAt: "2025-05-05T18:47:51.902Z",
    url: "https://linear.app/acme/issue/ENG-594/simple-issue#comment-f19b3d68",
    actorId: "d83c5f07-9b61-4e2a-a1f4-7c0e6b95d218",
    comment: {
      ...plainComment,
      id: "f19b3d68-2a74-4c0e-8d51-e6f70a9c4b32",
      body: "Build 4711 failed on `main`",
      createdAt: "2025-05-05T18:47:51.902Z",
      updatedAt: "2025-05-05T18:47:51.902Z",
      externalAuthor: {
        id: "d83c5f07-9b61-4e2a-a1f4-7c0e6b95d218",
        name: "Build bot",
        kind: "integration",
        email: undefined,
        avatarUrl: "https://public.linear.app/build-bot.png",
      },
    },
  },
  "comment-create-on-project": {
    kind: "comment.created",
    ...comments,
    createdAt: "2025-05-05T18:52:37.455Z",
    url: "https://linear.app/acme/project/launch-4f1c2a9b7e30#comment-8a2e6c14",
    actorId: ada.id,
    comment: {
      ...plainComment,
      id: "8a2e6c14-b7d3-4905-9f6b-3e1d58c7a042",
      body: "@helperbot is the launch plan still right?",
      createdAt: "2025-05-05T18:52:37.455Z",
      updatedAt: "2025-05-05T18:52:37.455Z",
      issueId: undefined,
      issue: undefined,
      user: ada,
      userId: ada.id,
    },
  },
  "agent-session-created-root-mention": {
    kind: "session.created",
    ...agents,
    createdAt: "2025-05-05T18:33:10.310Z",
    session,
    promptContext: `<issue identifier="ENG-594">
<title>simple issue</title>
<description></description>
<team name="Acme"/>
</issue>

<primary-directive-thread comment-id="b6e6cb72-3d52-43f5-a6a5-e9e67765fb5b">
<comment author="Ada Lovell" created-at="2025-05-05 18:33:09">
<user id="062a4532-86dc-411b-a348-f76b8b5cf345">helperbot</user> let's see about his
</comment>
</primary-directive-thread>

<guidance>
<guidance-rule origin="organization">Answer in English.</guidance-rule>
<guidance-rule origin="team" team-name="Acme">Link the pull request in every answer.</guidance-rule>
</guidance>`,
    previousComments: [mention],
    guidance: [
      { body: "Answer in English.", origin: { type: "Organization", teamName: undefined, team: undefined } },
      {
        body: "Link the pull request in every answer.",
        origin: {
          type: "Team",
          teamName: "Acme",
          team: { id: "ca01f61f-6279-4f21-a561-4699d4793222", key: "ENG", name: "Acme", parentId: undefined },
        },
      },
    ],
  },
  "agent-session-created-reply-mention": {
    kind: "session.created",
    ...agents,
    createdAt: "2025-05-06T09:14:03.204Z",
    session: {
      ...session,
      id: "5d2c8e17-a4b0-4963-9f1e-c08d7b6a3f49",
      url: "https://linear.app/acme/issue/ENG-594/simple-issue#agent-session-5d2c8e17",
      commentId: "e05b7d2c-96a1-4f38-8c7d-b4190f3e6a52",
      comment: {
        ...child("e05b7d2c-96a1-4f38-8c7d-b4190f3e6a52", anchor, issue.id),
        isArtificialAgentSessionRoot: true,
        quotedText: undefined,
      },
      sourceCommentId: "7c3a91e5-08fd-4d62-b1e7-2f9c64a0d853",
      creator: bo,
    },
    promptContext: `<issue identifier="ENG-594">
<title>simple issue</title>
<description></description>
<team name="Acme"/>
</issue>

<primary-directive-thread comment-id="1f60d8a3-c52e-4b97-9e04-d7a8b3f25c16">
<comment author="Ada Lovell" created-at="2025-05-06 09:10:44">
Who knows why this is slow?
</comment>
<comment author="Bo" created-at="2025-05-06 09:14:02">
<user id="062a4532-86dc-411b-a348-f76b8b5cf345">helperbot</user> do you?
</comment>
</primary-directive-thread>`,
    previousComments: [
      child("1f60d8a3-c52e-4b97-9e04-d7a8b3f25c16", "Who knows why this is slow?", issue.id, ada.id),
      child("7c3a91e5-08fd-4d62-b1e7-2f9c64a0d853", "@helperbot do you?", issue.id, bo.id),
    ],
    guidance: [],
  },
  "agent-session-created-delegation": {
    kind: "session.created",
    ...agents,
    createdAt: "2025-05-06T10:02:18.790Z",
    session: {
      ...session,
      id: "c81f5a36-7e0d-4b29-9d64-f3a2e7b80c95",
      url: "https://linear.app/acme/issue/ENG-601/search-is-slow-for-long-queries#agent-session-c81f5a36",
      issueId: slowSearch.id,
      issue: slowSearch,
      commentId: "94d7c0f6-3e1b-4852-a7b9-06e8d5c2f143",
      comment: child("94d7c0f6-3e1b-4852-a7b9-06e8d5c2f143", anchor, slowSearch.id),
    },
    promptContext: `<issue identifier="ENG-601">
<title>Search is slow for long queries</title>
<description>Queries over 200 characters take more than 4 s.</description>
<team name="Acme"/>
</issue>`,
    previousComments: [],
    guidance: [],
  },
  "agent-session-created-description-mention": {
    kind: "session.created",
    ...agents,
    createdAt: "2026-08-21T02:05:47.874Z",
    session: {
      ...session,
      id: "420f8700-b6d1-4c5e-9a37-18e0f2d7c94b",
      url: `${discovery.url}#agent-session-420f8700`,
      issueId: discovery.id,
      issue: discovery,
      commentId: "0c7d51ae-48f2-4b96-83d0-e9b1f6a72c35",
      comment: child("0c7d51ae-48f2-4b96-83d0-e9b1f6a72c35", anchor, discovery.id),
      creator: { ...ada, name: "ada@example.com", avatarUrl: undefined },
    },
    promptContext: `<issue identifier="ENG-229">
<title>Discovery: exact webhook shape for each helperbot trigger path</title>
<description>${discovery.description}</description>
<team name="Eva"/>
</issue>`,
    previousComments: [],
    guidance: [],
  },
  "agent-session-created-automation": {
    kind: "session.created",
    ...agents,
    createdAt: "2025-05-07T06:00:00.845Z",
    session: {
      ...session,
      id: "a90e6c2d-51f7-4b83-8e6a-0d4c3f9b72e1",
      url: "https://linear.app/acme/issue/ENG-610/nightly-import-failed#agent-session-a90e6c2d",
      issueId: failedImport.id,
      issue: failedImport,
      commentId: "68f3b1d9-27c4-4ea0-95d8-c1a7e04b6f32",
      comment: child("68f3b1d9-27c4-4ea0-95d8-c1a7e04b6f32", anchor, failedImport.id),
      creator: undefined,
    },
    promptContext: `<issue identifier="ENG-610">
<title>Nightly import failed</title>
<description>Exit code 3 in step \`load\`.</description>
<team name="Acme"/>
</issue>`,
    previousComments: [],
    guidance: [],
  },
  "agent-session-created-without-issue": {
    kind: "session.created",
    ...agents,
    createdAt: "2025-05-07T11:26:41.377Z",
    session: {
      ...session,
      id: "b7450d1e-8c3f-4a69-a2d5-e6f19c70b384",
      url: undefined,
      issueId: undefined,
      issue: undefined,
      commentId: undefined,
      comment: undefined,
      creator: bo,
    },
    promptContext: "What is left to do for the launch?",
    previousComments: [],
    guidance: [],
  },
  "agent-session-prompted": {
    kind: "session.prompted",
    ...agents,
    createdAt: "2025-05-05T18:41:22.611Z",
    session: { ...session, status: "active" },
    activity: {
      id: "d5f0a7b3-1e94-4c28-b6d7-803c9e5f2a14",
      body: "and the tests?",
      createdAt: "2025-05-05T18:41:22.347Z",
      signal: undefined,
      sourceCommentId: "3b1f7c52-64de-4a0b-9c1a-8f2d5e907b61",
      user: bo,
      userId: bo.id,
    },
  },
  "agent-session-prompted-from-other-thread": {
    kind: "session.prompted",
    ...agents,
    createdAt: "2025-05-08T07:55:30.214Z",
    session: { ...session, status: "active" },
    activity: {
      id: "4ac92e81-6b05-4fd3-97e8-d21f0b7c5a36",
      body: "@helperbot is there anything new?",
      createdAt: "2025-05-08T07:55:29.960Z",
      signal: undefined,
      sourceCommentId: "ec17b2f4-d08a-4536-8e9b-5c6a3d70f182",
      user: bo,
      userId: bo.id,
    },
  },
  "agent-session-prompted-stop": {
    kind: "session.prompted",
    ...agents,
    createdAt: "2025-05-05T18:42:07.133Z",
    session: { ...session, status: "active" },
    activity: {
      id: "09b6e3d2-f715-4c84-a0d9-7e52c8f1b360",
      body: "",
      createdAt: "2025-05-05T18:42:06.905Z",
      signal: "stop",
      sourceCommentId: undefined,
      user: ada,
      userId: ada.id,
    },
  },
  "oauth-app-revoked": {
    kind: "app.revoked",
    organizationId,
    webhookId: agents.webhookId,
    createdAt: "2025-05-09T15:20:11.746Z",
    oauthClientId: app.oauthClientId,
  },
  "app-user-notification-unassigned": {
    kind: "issue.undelegated",
    organizationId,
    webhookId: agents.webhookId,
    createdAt: "2025-05-06T10:04:41.052Z",
    issueId: issue.id,
    formerDelegateId: app.appUserId,
    actor: { ...ada, url: undefined },
  },
  "app-user-notification": unknown("AppUserNotification", "issueAssignedToYou"),
  "comment-update": {
    kind: "comment.updated",
    ...comments,
    createdAt: "2025-05-05T18:49:12.640Z",
    url: "https://linear.app/acme/issue/ENG-594/simple-issue#comment-b6e6cb72",
    actorId: ada.id,
    previousBody: mention.body,
    previouslyEditedAt: undefined,
    comment: {
      ...plainComment,
      id: mention.id,
      body: "@helperbot let's see about this",
      createdAt: "2025-05-05T18:33:09.755Z",
      updatedAt: "2025-05-05T18:49:12.640Z",
      editedAt: "2025-05-05T18:49:12.640Z",
      user: ada,
      userId: ada.id,
    },
  },
  "comment-update-2023": {
    kind: "comment.updated",
    organizationId: "a629c159-3bc9-4bfa-acdc-049a8c23c0b7",
    webhookId: undefined,
    createdAt: "2023-06-19T20:51:47.186Z",
    url: "https://linear.app/acme/issue/LIN-28#comment-00000000",
    actorId: undefined,
    previousBody: "Still trying. and trying. and trying. again. again. again. again. again. again. again. again",
    previouslyEditedAt: "2023-06-19T20:49:51.085Z",
    comment: {
      ...plainComment,
      id: "6b449099-9d0a-4589-a5b5-96e6ef91033b",
      body: "Still trying. and trying. and trying. again. again. again. again. again. again. again. again. again",
      createdAt: "2023-06-19T20:14:45.676Z",
      updatedAt: "2023-06-19T20:51:47.186Z",
      editedAt: "2023-06-19T20:51:47.186Z",
      issueId: "3a16a4e7-3dcf-4e38-aeae-ff66e047d63e",
      issue: {
        id: "3a16a4e7-3dcf-4e38-aeae-ff66e047d63e",
        identifier: undefined,
        title: "Save comments!",
        description: undefined,
        url: undefined,
        team: undefined,
      },
      user: {
        id: "23ea7416-5598-4e29-aec8-cc09de69ee66",
        name: "Ada Lovell",
        email: undefined,
        url: undefined,
        avatarUrl: undefined,
      },
      userId: "23ea7416-5598-4e29-aec8-cc09de69ee66",
      isArtificialAgentSessionRoot: undefined,
    },
  },
  "issue-update": unknown("Issue", "update"),
  "issue-update-undelegated": {
    kind: "issue.undelegated",
    ...comments,
    createdAt: "2025-05-06T10:04:40.981Z",
    issueId: "2b9e4f70-d1c8-4a35-86f2-9c7e0b5d13a6",
    formerDelegateId: app.appUserId,
    actor: ada,
  },
  "reaction-create": {
    kind: "reaction.created",
    ...comments,
    createdAt: "2025-05-05T18:43:30.581Z",
    reaction: {
      id: "71e4d9b0-c638-4a5f-8b12-f09d6e37c2a5",
      emoji: "eyes",
      commentId: "3b1f7c52-64de-4a0b-9c1a-8f2d5e907b61",
      comment: {
        id: "3b1f7c52-64de-4a0b-9c1a-8f2d5e907b61",
        body: "and the tests?",
        issueId: issue.id,
        userId: bo.id,
        isArtificialAgentSessionRoot: undefined,
        quotedText: undefined,
      },
      user: ada,
      userId: ada.id,
      externalUserId: undefined,
    },
  },
};

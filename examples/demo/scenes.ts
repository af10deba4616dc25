import { askInComments, askInSession } from "./asking-scenes.js";
import { mentionInComment, replyInThread } from "./comment-scenes.js";
import { workAtNight } from "./job-scene.js";
import type { Scene } from "./scene.js";
import { delegateIssue, mentionAgent, promptSession, stopSession } from "./session-scenes.js";

/** The story, in order: later scenes go on with what earlier ones left. */
export const scenes: readonly Scene[] = [
  { title: "A comment mentions helper", play: mentionInComment },
  { title: "A reply in that thread, and a comment that is not for helper", play: replyInThread },
  { title: "A comment mentions scout: an agent session", play: mentionAgent },
  { title: "An issue is delegated to scout", play: delegateIssue },
  { title: "A follow-up in scout's session", play: promptSession },
  { title: "Stop, in the middle of the work", play: stopSession },
  { title: "scout asks before it releases", play: askInSession },
  { title: "helper asks in a comment", play: askInComments },
  { title: "A job of scout begins by itself", play: workAtNight },
];

import { activities } from "./activities.js";
import { attachments } from "./attachments.js";
import { comments } from "./comments.js";
import { elsewhere } from "./elsewhere.js";
import { issues } from "./issues.js";
import { labels } from "./labels.js";
import { people } from "./people.js";
import { reactions } from "./reactions.js";
import { relations } from "./relations.js";
import { roots } from "./roots.js";
import { sessions } from "./sessions.js";
import { shared } from "./shared.js";
import { teams } from "./teams.js";

/** The part of Linear's schema that the emulator answers. Every type, field and argument in it is Linear's own. */
export const sdl: string = [
  shared,
  people,
  teams,
  issues,
  relations,
  labels,
  attachments,
  comments,
  reactions,
  sessions,
  activities,
  elsewhere,
  roots,
].join("\n");

import { activities } from "./activities.js";
import { attachments } from "./attachments.js";
import { comments } from "./comments.js";
import { comparators } from "./comparators.js";
import { cycles } from "./cycles.js";
import { documents } from "./documents.js";
import { elsewhere } from "./elsewhere.js";
import { issueHistory } from "./issue-history.js";
import { issueInputs } from "./issue-inputs.js";
import { issues } from "./issues.js";
import { labels } from "./labels.js";
import { mutations } from "./mutations.js";
import { organization } from "./organization.js";
import { people } from "./people.js";
import { projectSearch } from "./project-search.js";
import { projectStatuses } from "./project-statuses.js";
import { projectUpdates } from "./project-updates.js";
import { projects } from "./projects.js";
import { queries } from "./queries.js";
import { reactions } from "./reactions.js";
import { relations } from "./relations.js";
import { search } from "./search.js";
import { sessions } from "./sessions.js";
import { shared } from "./shared.js";
import { sorting } from "./sorting.js";
import { teams } from "./teams.js";
import { webhooks } from "./webhooks.js";
import { workflowStates } from "./workflow-states.js";

/** The part of Linear's schema that the emulator answers. Every type, field and argument in it is Linear's own. */
export const sdl: string = [
  shared,
  comparators,
  sorting,
  organization,
  people,
  teams,
  workflowStates,
  cycles,
  issues,
  issueInputs,
  issueHistory,
  search,
  relations,
  labels,
  attachments,
  comments,
  reactions,
  sessions,
  activities,
  projects,
  projectStatuses,
  projectUpdates,
  projectSearch,
  documents,
  webhooks,
  elsewhere,
  queries,
  mutations,
].join("\n");

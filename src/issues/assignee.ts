import type { LinearApi } from "../api/operation.js";
import { type AssignableUserNode, assignIssue, findPeople, type IssueUserNode } from "../api/operations/issue-users.js";
import { LinearAdapterError } from "../errors.js";
import { isUuid } from "../util/uuid.js";

/** A person, or the user that an app acts as. */
export interface LinearPerson {
  id: string;
  name: string;
  /** The @handle. */
  displayName: string;
  isApp: boolean;
  /** Whether it is the bot. */
  isMe: boolean;
}

/** What a name means. A handle wins over an e-mail address, and that over a full name. */
export type PersonChoice =
  | { kind: "person"; person: AssignableUserNode }
  | { kind: "ambiguous"; people: readonly AssignableUserNode[] }
  | { kind: "missing" };

function choosePerson(name: string, found: readonly AssignableUserNode[]): PersonChoice {
  const fields = ["displayName", "email", "name"] as const;
  const alternatives = fields.map((field) => found.filter((person) => isSame(person[field], name)));
  const people = alternatives.find(({ length }) => length > 0) ?? [];
  const [person, ...others] = people;
  if (person === undefined) return { kind: "missing" };
  return others.length === 0 ? { kind: "person", person } : { kind: "ambiguous", people };
}

/** Assigns the issue, and gives who has it then. */
export async function assign(api: LinearApi, issueId: string, who: string | null): Promise<LinearPerson | undefined> {
  const assigneeId = who === null ? null : await resolvePerson(api, who);
  const assignee = await api.execute(assignIssue, { id: issueId, assigneeId });
  return assignee && toPerson(assignee);
}

async function resolvePerson(api: LinearApi, who: string): Promise<string> {
  const name = who.trim().replace(/^@/, "");
  if (isUuid(name)) return name;
  if (name === "") throw new LinearAdapterError("MESSAGE_INVALID", "There is no name of whom to assign the issue to");
  const choice = choosePerson(name, await api.execute(findPeople, { name }));
  switch (choice.kind) {
    case "person":
      return choice.person.id;
    case "ambiguous":
      throw personRefused(
        name,
        `can be ${choice.people.map(({ displayName }) => `@${displayName}`).join(" or ")}: give the handle or the id`,
      );
    case "missing":
      throw personRefused(
        name,
        "is no active person of this workspace: give the @handle, the e-mail address, the full name or the id. An app cannot be the assignee; for the bot itself there is delegateToMe()",
      );
  }
}

const personRefused = (person: string, reason: string): LinearAdapterError =>
  new LinearAdapterError("NOT_FOUND", `"${person}" ${reason}`, { person });

export const toPerson = ({ id, name, displayName, app, isMe }: IssueUserNode): LinearPerson => ({
  id,
  name,
  displayName,
  isApp: app,
  isMe,
});

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

import { LinearClient } from "@linear/sdk";
import { type EmulatedIssue, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";

/** An emulator with one issue, and the real SDK that speaks to it over HTTP as Ada, who is an admin. */
export interface Stage {
  linear: LinearEmulator;
  client: LinearClient;
  /** ENG-1 "Fix the login page". */
  issue: EmulatedIssue;
  teamId: string;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const linear = await startLinearEmulator();
  return {
    linear,
    client: new LinearClient({ apiKey: linear.createApiKey(), apiUrl: linear.apiUrl }),
    issue: linear.createIssue(),
    teamId: linear.organization.teamId,
    close: linear.close,
  };
}

/** A call of the SDK: what it does, how, and what has to come out. */
export type Call = readonly [name: string, call: (stage: Stage) => Promise<unknown>, expected: unknown];

/** Some fields of each node of a list. */
export async function fieldsOf<Node, Field extends keyof Node>(
  list: PromiseLike<{ nodes: Node[] }>,
  field: Field,
): Promise<Node[Field][]> {
  return (await list).nodes.map((node) => node[field]);
}

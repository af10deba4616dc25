import { createAsyncScope } from "../util/async-scope.js";

/**
 * What is known of the work that a log line or a diagnostics event is about: ids and names, never a secret or a text.
 * What is unknown is absent.
 */
export interface LinearWorkFacts {
  /** Linear's id of the delivery that set the work off. */
  delivery?: string;
  /** The kind of event that came: "Comment", "AgentSessionEvent". */
  event?: string;
  /** UUID of the organization. */
  organizationId?: string;
  /** Thread ID of the Chat SDK, in its canonical form where the work has come so far. */
  threadId?: string;
  /** UUID of the agent session. */
  sessionId?: string;
  /** UUID of the issue, or what the bot calls it by. */
  issueId?: string;
  /** The issue's identifier, such as ENG-123. */
  issue?: string;
}

/** The facts of the current work, for all that runs inside, however deep. */
export interface CurrentFacts {
  current(): LinearWorkFacts;
  /** Runs a piece of work, of which these facts are known beside those of the work that it is part of. */
  run<Result>(facts: LinearWorkFacts, work: () => Result): Result;
  /** More has become known of the current piece of work. */
  add(facts: LinearWorkFacts): void;
}

export function createCurrentFacts(): CurrentFacts {
  // The object of a piece of work is its own, so that `add` changes it for all that runs inside and for nothing else.
  const scope = createAsyncScope<{ facts: LinearWorkFacts }>();
  const current = (): LinearWorkFacts => scope.current()?.facts ?? {};
  return {
    current,
    run: (facts, work) => scope.run({ facts: { ...current(), ...facts } }, work),
    add: (facts) => {
      const work = scope.current();
      if (work !== undefined) work.facts = { ...work.facts, ...facts };
    },
  };
}

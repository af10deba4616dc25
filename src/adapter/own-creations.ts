import type { OwnWords } from "../messages/remembered/own-words.js";
import { isJsonObject } from "../util/json.js";

export interface OwnCreationsParts {
  newId: () => string;
  ownWords: Pick<OwnWords, "noteCreated">;
  /** Called with the id of a comment or reaction before it is sent. */
  rememberOwn: (id: string) => Promise<void>;
}

/**
 * Gives the variables that a document is sent with: a comment or a reaction is created with an id of ours, which is kept
 * first, so that the bot knows it for its own when it comes back.
 */
export type PrepareVariables = <Variables>(document: unknown, variables: Variables) => Promise<Variables>;

export function createPrepareVariables({ newId, ownWords, rememberOwn }: OwnCreationsParts): PrepareVariables {
  return async (document, variables) => {
    // Only what has its input in variables can be changed; a host that writes it into the document names its own ids.
    if (!isJsonObject(variables) || !isJsonObject(variables.input) || !CREATION.test(String(document))) {
      return variables;
    }
    const { id = newId() } = variables.input;
    if (typeof id !== "string") return variables;
    const input = { ...variables.input, id };
    await rememberOwn(id);
    ownWords.noteCreated(input);
    return { ...variables, input };
  };
}

const CREATION = /\b(?:commentCreate|reactionCreate)\s*\(/;

/** What `extensions` of an error in Linear's answers holds. */
export interface ErrorExtensions {
  type: string;
  code: string;
  statusCode: number;
  userError: boolean;
  userPresentableMessage?: string;
}

/** A refusal in Linear's shape. GraphQL copies `extensions` into the answer. */
export class LinearRequestError extends Error {
  override readonly name: string = "LinearRequestError";
  readonly extensions: ErrorExtensions;

  constructor(message: string, extensions: ErrorExtensions) {
    super(message);
    this.extensions = extensions;
  }
}

// https://linear.app/developers/graphql#errors, and the types that @linear/sdk knows.
const SHAPES: Readonly<Record<string, Pick<ErrorExtensions, "code" | "statusCode">>> = {
  "invalid input": { code: "INPUT_ERROR", statusCode: 400 },
  forbidden: { code: "FORBIDDEN", statusCode: 403 },
  "authentication error": { code: "AUTHENTICATION_ERROR", statusCode: 401 },
  ratelimited: { code: "RATELIMITED", statusCode: 429 },
};

/** An error of any type; one that is not the requester's fault is told as Linear's own. */
export function errorOfType(
  type: string,
  message: string,
  userPresentableMessage: string = message,
): LinearRequestError {
  const shape = SHAPES[type];
  if (shape) return new LinearRequestError(message, { type, ...shape, userError: true, userPresentableMessage });
  const code = type.toUpperCase().replaceAll(" ", "_");
  return new LinearRequestError(message, { type, code, statusCode: 500, userError: false });
}

export const invalidInput = (message: string, userPresentableMessage?: string): LinearRequestError =>
  errorOfType("invalid input", message, userPresentableMessage);

/** Not there, deleted, or out of the token's reach: Linear does not tell these apart. */
export function notFound(entity: string): LinearRequestError {
  return invalidInput(`Entity not found: ${entity}`, `Could not find referenced ${entity}.`);
}

/** The id is taken: an earlier try has landed. */
export function conflict(entity: string, id: string): LinearRequestError {
  return invalidInput(`conflict on insert of ${entity}`, `Entity ${entity} with id ${id} already exists.`);
}

export const forbidden = (message: string): LinearRequestError => errorOfType("forbidden", message);

export const rateLimited = (message: string): LinearRequestError => errorOfType("ratelimited", message);

export function unauthenticated(): LinearRequestError {
  const message = "Authentication required, not authenticated";
  return errorOfType("authentication error", message, "You need to authenticate to access this operation.");
}

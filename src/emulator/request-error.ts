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

export function invalidInput(message: string, userPresentableMessage: string = message): LinearRequestError {
  return new LinearRequestError(message, {
    type: "invalid input",
    code: "INPUT_ERROR",
    statusCode: 400,
    userError: true,
    userPresentableMessage,
  });
}

/** Not there, deleted, or out of the token's reach: Linear does not tell these apart. */
export function notFound(entity: string): LinearRequestError {
  return invalidInput(`Entity not found: ${entity}`, `Could not find referenced ${entity}.`);
}

/** The id is taken: an earlier try has landed. */
export function conflict(entity: string, id: string): LinearRequestError {
  return invalidInput(`conflict on insert of ${entity}`, `Entity ${entity} with id ${id} already exists.`);
}

export function forbidden(message: string): LinearRequestError {
  return new LinearRequestError(message, {
    type: "forbidden",
    code: "FORBIDDEN",
    statusCode: 403,
    userError: true,
    userPresentableMessage: message,
  });
}

export function unauthenticated(): LinearRequestError {
  return new LinearRequestError("Authentication required, not authenticated", {
    type: "authentication error",
    code: "AUTHENTICATION_ERROR",
    statusCode: 401,
    userError: true,
    userPresentableMessage: "You need to authenticate to access this operation.",
  });
}

export function rateLimited(message: string): LinearRequestError {
  return new LinearRequestError(message, {
    type: "ratelimited",
    code: "RATELIMITED",
    statusCode: 429,
    userError: true,
    userPresentableMessage: message,
  });
}

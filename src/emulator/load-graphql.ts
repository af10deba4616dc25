type GraphQLModule = typeof import("./graphql/handle-graphql.js");

const ADVICE =
  "The emulator needs the package graphql, version 16, which is not installed: npm install --save-dev graphql@16";

/**
 * Loads what executes GraphQL, and with it the package `graphql`, which only the emulator needs.
 * @throws {Error} when that is not installed.
 */
export async function loadGraphQL(): Promise<GraphQLModule> {
  try {
    return await import("./graphql/handle-graphql.js");
  } catch (error) {
    if (isAboutGraphQL(error)) throw new Error(ADVICE, { cause: error });
    throw error;
  }
}

/** Node, bundlers and test runners word it differently, and all name the package in quotes. */
const isAboutGraphQL = (error: unknown): boolean =>
  error instanceof Error && /(?:find|resolve)[^\n]*["']graphql["']/i.test(error.message);

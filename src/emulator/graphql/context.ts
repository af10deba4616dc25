import type { Actor } from "../actions/actor.js";
import type { World } from "../world.js";
import type { Filters } from "./filters.js";
import type { LimitReport } from "./rate-limit.js";

/** What resolvers get besides their arguments. */
export interface RequestContext {
  world: World;
  actor: Actor;
  filters: Filters;
  /** How the requester stands with both limits, for `rateLimitStatus`. */
  limits: { requests: LimitReport; complexity: LimitReport };
  /** Files in texts are signed for so many seconds, as the header `public-file-urls-expire-in` asked. */
  signFilesForSeconds: number | undefined;
}

/**
 * The resolvers of one type. Methods, so that a table may name the row and the arguments that it knows: GraphQL has
 * checked both against the schema before.
 */
export interface ResolverTable {
  [field: string]: { resolve(source: unknown, args: unknown, context: RequestContext): unknown }["resolve"];
}

/** By type name. */
export type Resolvers = Readonly<Record<string, ResolverTable>>;

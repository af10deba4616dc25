/**
 * A value, or a promise of it where it is not known at once. On the path of a webhook most values are known at once, and
 * each promise costs a microsecond before Node 24, where an `AsyncLocalStorage` follows it.
 */
export type Awaitable<Value> = Value | Promise<Value>;

export * from "./exported.js";
export type { OnlyType } from "./exported-by-name.js";
export { value as alias } from "./exported-by-name.js";
export const own = 1;

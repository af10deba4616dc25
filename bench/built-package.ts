/*
 * The package as it is published: `dist/`, by path, because tsx would follow the names to `src/`. The address is not a
 * literal, so that the type check does not need a build.
 */
const built = (file: string): string => new URL(`../dist/${file}`, import.meta.url).href;

export const { createLinearAdapter }: typeof import("chat-adapter-linear") = await import(built("index.js"));
export const { startLinearEmulator }: typeof import("chat-adapter-linear/emulator") = await import(
  built("emulator.js")
);

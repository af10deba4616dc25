type Package = typeof import("chat-adapter-linear");
type Emulator = typeof import("chat-adapter-linear/emulator");

/*
 * The package as it is published: `dist/`, by path, because tsx would follow the names to `src/`. The address is not a
 * literal, so that the type check does not need a build.
 */
const built = (file: string): string => new URL(`../dist/${file}`, import.meta.url).href;
const adapter: Package = await import(built("index.js"));
const emulator: Emulator = await import(built("emulator.js"));

export const createLinearAdapter: Package["createLinearAdapter"] = adapter.createLinearAdapter;
export const startLinearEmulator: Emulator["startLinearEmulator"] = emulator.startLinearEmulator;

import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Folders that have a configuration of their own. */
const ELSEWHERE = ["test/install/**", "test/long/**", "test/runtimes/**"];

/** What starts servers, browsers and programs, builds, or looks at `dist/`. */
const WHOLE = [
  "test/{stories,stores,examples}/**/*.test.ts",
  "test/cli/process/**/*.test.ts",
  "test/{package,documents,api-reference,public-api,loaded-modules,new-thread-kind}.test.ts",
];

// The package's own name means its source here, so that tests and README blocks read as a user writes them.
const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      { find: /^chat-adapter-linear$/, replacement: source("index.ts") },
      { find: /^chat-adapter-linear\/(.+)$/, replacement: `${source("")}$1.ts` },
    ],
  },
  test: {
    setupFiles: ["@chat-adapter/tests/setup", "test/support/no-secrets-in-logs.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [...ELSEWHERE, ...WHOLE],
          maxWorkers: 4,
          // The files of a worker share its modules, whose loading took longer than most files: no module has mutable state.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: WHOLE,
          globalSetup: ["test/support/servers/global-setup.ts"],
          // They start processes, and mostly wait for them and for time to pass.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

export default config;

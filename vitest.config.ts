import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

// The package's own name means its source here, so that tests and README blocks read as a user writes them.
const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      { find: /^chat-adapter-linear$/, replacement: source("index.ts") },
      { find: /^chat-adapter-linear\/(.+)$/, replacement: `${source("")}$1.ts` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/servers/global-setup.ts"],
    setupFiles: ["@chat-adapter/tests/setup", "test/support/no-secrets-in-logs.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

export default config;

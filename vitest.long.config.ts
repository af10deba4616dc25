import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "./vitest.config.js";

/** What takes minutes, since it waits for real time to pass. */
const config: ViteUserConfig = defineConfig({
  ...(base.resolve && { resolve: base.resolve }),
  test: {
    include: ["test/long/**/*.test.ts"],
    globalSetup: ["test/support/servers/global-setup.ts"],
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});

export default config;

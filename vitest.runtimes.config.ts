import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "./vitest.config.js";

// The tests that install the package as its users do, and what it runs on. They take minutes: `npm run test:runtimes`.
const config: ViteUserConfig = defineConfig({
  ...(base.resolve && { resolve: base.resolve }),
  test: {
    include: ["test/runtimes/**/*.test.ts", "test/install/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});

export default config;

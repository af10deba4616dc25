import { defineConfig } from "tsup";
import { bundledLibraries, finishBundledLibraries } from "./scripts/bundled-libraries.js";

const config: ReturnType<typeof defineConfig> = defineConfig({
  entry: [
    "src/index.ts",
    "src/webhook.ts",
    "src/oauth.ts",
    "src/node.ts",
    "src/inbox.ts",
    "src/emulator.ts",
    "src/cli/main.ts",
  ],
  format: ["esm"],
  target: "node20",
  dts: true,
  removeNodeProtocol: false,
  clean: true,
  splitting: true,
  sourcemap: true,
  treeshake: true,
  noExternal: [...bundledLibraries],
  onSuccess: () => finishBundledLibraries(new URL("dist/", import.meta.url)),
});

export default config;

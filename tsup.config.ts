import { defineConfig } from "tsup";

const config: ReturnType<typeof defineConfig> = defineConfig({
  entry: ["src/index.ts", "src/webhook.ts", "src/oauth.ts", "src/node.ts", "src/emulator.ts"],
  format: ["esm"],
  target: "node20",
  dts: true,
  removeNodeProtocol: false,
  clean: true,
  splitting: true,
  sourcemap: true,
  treeshake: true,
});

export default config;

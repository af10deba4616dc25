import { defineConfig, type Options } from "tsup";

const config: Options | Options[] = defineConfig({
  entry: ["src/index.ts", "src/webhook.ts", "src/oauth.ts", "src/emulator.ts"],
  format: ["esm"],
  target: "node20",
  dts: true,
  clean: true,
  splitting: true,
  sourcemap: true,
  treeshake: true,
});

export default config;

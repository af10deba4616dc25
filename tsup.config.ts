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
  // What the package adds to a cold start is mostly the compiling of its text; the source maps keep that readable.
  minifyWhitespace: true,
  treeshake: true,
});

export default config;

import type { NextConfig } from "next";

const config: NextConfig = {
  // Loaded by Node itself instead of being bundled.
  serverExternalPackages: ["chat", "chat-adapter-linear", "@chat-adapter/state-memory", "@linear/sdk"],
};

export default config;

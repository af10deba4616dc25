import { createApp } from "./app.mjs";

let handle;

export default {
  async fetch(request, env, context) {
    handle ??= createApp(env.CONFIG);
    return await handle(request, { waitUntil: (work) => context.waitUntil(work) });
  },
};

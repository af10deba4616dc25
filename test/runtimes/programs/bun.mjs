import { createApp } from "./app.mjs";

const handle = createApp(JSON.parse(process.env.CONFIG));
Bun.serve({ port: Number(process.env.PORT), hostname: "127.0.0.1", fetch: (request) => handle(request) });

import { createApp } from "./app.mjs";

const handle = createApp(JSON.parse(Deno.env.get("CONFIG")));
Deno.serve({ port: Number(Deno.env.get("PORT")), hostname: "127.0.0.1" }, (request) => handle(request));

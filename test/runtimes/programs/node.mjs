import { createServer } from "node:http";
import { toNodeHandler } from "chat-adapter-linear/node";
import { createApp } from "./app.mjs";

const handle = createApp(JSON.parse(process.env.CONFIG));
createServer(toNodeHandler(handle)).listen(Number(process.env.PORT), "127.0.0.1");

import { after } from "next/server";
import { createApp } from "../../app.mjs";

const shared = globalThis;

async function handle(request) {
  shared.smokeApp ??= createApp(JSON.parse(process.env.CONFIG));
  return await shared.smokeApp(request, { waitUntil: (work) => after(() => work) });
}

export { handle as GET, handle as POST };

import { after } from "next/server";
import { getBot } from "../../../bot";

export async function POST(request: Request): Promise<Response> {
  const { bot } = await getBot();
  // Linear is answered first; `after` keeps the platform from stopping the work.
  return await bot.webhooks.linear(request, { waitUntil: (task) => after(() => task) });
}

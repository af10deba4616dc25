import { getBot } from "../../../bot";

export async function GET(request: Request): Promise<Response> {
  const { oauth } = await getBot();
  return await oauth.callback(request);
}

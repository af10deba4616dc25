/** A browser that follows redirects one at a time and keeps cookies by name and path, as the bot's own origin sees them. */
export interface Browser {
  /** Asks the bot for a page. */
  open(handle: (request: Request) => Promise<Response>, url: string): Promise<Response>;
  /** Lets Linear's consent page answer; resolves to the address of the callback. */
  consent(response: Response): Promise<string>;
  /** What the browser would send to a path. */
  cookiesFor(path: string): string;
}

export function createBrowser(): Browser {
  const jar = new Map<string, { pair: string; path: string }>();

  const keep = (cookie: string): void => {
    const [pair = "", ...attributes] = cookie.split("; ");
    const [name = ""] = pair.split("=");
    const path = attributes.find((each) => each.startsWith("Path="))?.slice("Path=".length) ?? "/";
    if (attributes.includes("Max-Age=0")) jar.delete(name);
    else jar.set(name, { pair, path });
  };
  const cookiesFor = (path: string): string =>
    [...jar.values()]
      .filter((cookie) => [path, "/"].includes(cookie.path))
      .map(({ pair }) => pair)
      .join("; ");

  return {
    cookiesFor,
    open: async (handle, url) => {
      const cookie = cookiesFor(new URL(url).pathname);
      const response = await handle(new Request(url, { headers: { cookie } }));
      response.headers.getSetCookie().forEach(keep);
      return response;
    },
    consent: async (response) => {
      const answer = await fetch(response.headers.get("location") ?? "", { redirect: "manual" });
      return answer.headers.get("location") ?? "";
    },
  };
}

import { Actions, Button, Card, type CardElement } from "chat";

/** What the bot asks before it does what it is asked for; nothing where it may begin at once. */
export function whatToAsk(request: string): CardElement | undefined {
  const [, version] = /\brelease (\d+(?:\.\d+)+)/i.exec(request) ?? [];
  if (version === undefined) return undefined;
  return Card({
    title: `Release ${version}?`,
    children: [
      Actions([
        Button({ id: "release", label: "Release now", value: version }),
        Button({ id: "wait", label: "Not today", value: version }),
      ]),
    ],
  });
}

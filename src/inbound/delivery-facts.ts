/** What a delivery says of itself, for logs. Anybody may send headers, so only what looks like Linear's is passed on. */
export function deliveryFacts({ headers }: Request): Record<string, string> {
  const [delivery, event] = [headers.get("linear-delivery") ?? "", headers.get("linear-event") ?? ""];
  return {
    ...(WORD.test(delivery) ? { delivery } : {}),
    ...(WORD.test(event) ? { event } : {}),
  };
}

const WORD = /^[\w-]{1,64}$/;

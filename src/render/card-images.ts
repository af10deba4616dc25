import { type AdapterPostableMessage, type CardChild, type CardElement, isCardElement } from "chat";

/** The addresses of the pictures that a card shows, those in its sections too. */
export function listCardImages(message: AdapterPostableMessage): string[] {
  const card = cardOf(message);
  if (card === undefined) return [];
  return [...(card.imageUrl ? [card.imageUrl] : []), ...card.children.flatMap(imagesOf)];
}

/** `message` with other addresses for the pictures of its card. */
export function withCardImages(
  message: AdapterPostableMessage,
  toUrl: (url: string) => string,
): AdapterPostableMessage {
  const card = cardOf(message);
  if (card === undefined) return message;
  const { imageUrl, children } = card;
  const changed = {
    ...card,
    ...(imageUrl ? { imageUrl: toUrl(imageUrl) } : {}),
    children: children.map((child) => withImages(child, toUrl)),
  };
  return typeof message === "object" && "card" in message ? { ...message, card: changed } : changed;
}

function cardOf(message: AdapterPostableMessage): CardElement | undefined {
  if (typeof message === "string") return undefined;
  if (isCardElement(message)) return message;
  return "card" in message ? message.card : undefined;
}

function imagesOf(child: CardChild): string[] {
  switch (child.type) {
    case "image":
      return [child.url];
    case "section":
      return child.children.flatMap(imagesOf);
    default:
      return [];
  }
}

function withImages(child: CardChild, toUrl: (url: string) => string): CardChild {
  switch (child.type) {
    case "image":
      return { ...child, url: toUrl(child.url) };
    case "section":
      return { ...child, children: child.children.map((inner) => withImages(inner, toUrl)) };
    default:
      return child;
  }
}

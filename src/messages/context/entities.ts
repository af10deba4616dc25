const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&#x27;": "'",
};

/**
 * Decodes in one pass, so that nothing is decoded twice. Where Linear does not escape, an ampersand stands for itself.
 */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:[a-z]+|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);

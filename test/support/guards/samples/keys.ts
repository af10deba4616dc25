// `linear:comment:${id}` in a comment is no key.
const LIST = "linear:list";

export const list: string = LIST;
export const ofItem = (id: string): string => `${LIST}:${id}`;
export const ofPerson = (id: string, { at }: { at: string }): string => `linear:person:${id}:${at}`;
export const again = (one: string, other: string): string => `linear:person:${one}:${other}`;
export const sentence = "not a key: linear:text";

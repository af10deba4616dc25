/** Has a doc comment. */
export const documented = 1;

export const undocumented = 2;

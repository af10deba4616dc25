/** How two names are compared that people have typed: case and blanks around them do not count. */
export const fold = (text: string): string => text.trim().toLowerCase();

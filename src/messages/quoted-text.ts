/** The passage that a comment is about, as a field that is there only where there is one. */
export const quoted = ({ quotedText }: { quotedText: string | undefined }): { quotedText?: string } =>
  quotedText === undefined ? {} : { quotedText };

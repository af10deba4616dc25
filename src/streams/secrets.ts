/** What stands in place of a secret. */
export const HIDDEN = "[hidden]";

/** Names that hold one of these hide what they name: `githubToken`, `x-api-key`. */
const SECRET_PARTS =
  /password|passphrase|passcode|passwd|secret|token|credential|authorization|cookie|(?:api|access|private|signing|encryption)[-_. ]?key/i;

/** Names that have one of these as a word of its own: `dbPass`, but not `compass`. */
const SECRET_WORDS: ReadonlySet<string> = new Set(["pwd", "pass", "auth", "jwt", "otp", "totp", "bearer"]);

/** Names with numbers that count something: `maxTokens`, and tests that pass. */
const COUNT_NAME = /tokens$|^pass$/i;

/** Longer names are no names. */
const MAX_NAME = 200;

/** Whether a field's name says that its value is a secret. Yes and no are none, and neither are counts. */
export function isSecretField(name: string, value: unknown): boolean {
  const start = name.slice(0, MAX_NAME);
  if (typeof value === "boolean") return false;
  if (typeof value === "number" && COUNT_NAME.test(start)) return false;
  return SECRET_PARTS.test(start) || wordsOf(start).some((word) => SECRET_WORDS.has(word));
}

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/);

/** Whether a text is as random as a key: one word with small letters, capitals and digits, or a long hexadecimal number. */
export const looksRandom = (text: string): boolean =>
  /^(?=\D*\d)(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[\w+=-]{16,256}$|^[\da-f]{32,128}$/.test(text);

// The names in a text: before `=` and `:`, as in JSON, in JSON within JSON, in a query and on a command line.
const NAME = String.raw`(?:password|passphrase|passcode|passwd|secret|token|signature|\bsig|key|\bpwd|\bjwt|\botp|(?<=["'_])(?:pass|auth))`;
const QUOTE = String.raw`(?:\\{0,3}["'])?`;
const IS = String.raw`${NAME}${QUOTE}\s?[=:]\s{0,3}`;

/** Each matches a secret alone, with what gives it away before or behind it. */
const SECRET_TEXTS: readonly RegExp[] = [
  // Keys with a known beginning.
  /\b(?:lin_(?:api|oauth|wh)|gh[pousr]|github_pat|glpat|sk|pk|rk|xox[abeprs]|xapp|whsec|dop_v1|shp(?:at|ca|pa|ss))[-_][\w-]{8,}/g,
  /\bAIza[\w-]{20,}|\bnpm_[A-Za-z\d]{30,}|\bhf_[A-Za-z\d]{20,}|\bSG\.[\w-]{10,}\.[\w-]{10,}|\bA[KS]IA[\dA-Z]{12,}/g,
  // JSON web tokens, and PEM files to their end.
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|$)/gs,
  // Headers.
  /\b(?:bearer|basic)\s+[\w~+/.=-]{8,}/gi,
  new RegExp(String.raw`(?<=\b(?:authorization|cookie)${QUOTE}\s?[=:]\s?${QUOTE})[^\s"'\\][^"'\n\\]*`, "gi"),
  // Name and password in a URL, which may hold "/" and "@" themselves; what follows a host is a port. A token alone.
  /(?<=:\/\/)[^\s:/@"'<>]*:(?!\d{1,5}(?:[/?#\s"']|$))[^\s"'<>]+(?=@)/g,
  /(?<=https?:\/\/)[^\s:/@"'<>]{12,}(?=@)/gi,
  // What follows the name of a secret: an object or a list, a text in quotes, a word.
  new RegExp(String.raw`(?<=${IS})[{[][^}\]]*[}\]]?`, "gi"),
  new RegExp(String.raw`(?<=${IS}\\{0,3}")[^"\\]+`, "gi"),
  new RegExp(String.raw`(?<=${IS}\\{0,3}')[^'\\]+`, "gi"),
  new RegExp(String.raw`(?<=${IS}${QUOTE})(?![[{])[^\s&"',;\\]+`, "gi"),
  /(?<=[?&](?:code|auth|pass|sid)=)[^\s&#"']+/gi,
  // Command lines: `--password X`, `curl -u name:X`, but not the numbers of a user and a group.
  /(?<=--[\w-]{0,30}(?:password|passwd|passphrase|token|secret|key|\bpwd|\bpass|\bauth)\s{1,3}["']?)(?!-)[^\s"']+/gi,
  /(?<=(?:^|\s)(?:-u|--user)[\s=]{1,3}["']?[^\s:"']{1,100}:)(?!\d+\b)[^\s"']+/g,
  // A sentence: "my token is X".
  new RegExp(String.raw`(?<=(?:${NAME})(?: (?:is|was))? )(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[\w+/=-]{16,}`, "g"),
  /(?<=(?:[aA]pi|[aA]ccess|[pP]rivate)[-_ ]?Key )(?=\S*\d)[\w+/=-]{16,}/g,
];

/** A text without what looks like a secret: a net, not a wall. Its time grows with the square of the text's length. */
export const hideSecrets = (text: string): string =>
  SECRET_TEXTS.reduce((rest, secret) => rest.replace(secret, HIDDEN), text);

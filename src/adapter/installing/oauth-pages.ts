import { isLinearAdapterError, type LinearErrorCode, LinearRateLimitError } from "../../errors.js";

/** What a person reads. Details of what went wrong are in the log only. */
interface Page {
  status: number;
  title: string;
  text: string;
}

const AGAIN = "Please start the installation again from where you began.";

const INSTALLED: Page = {
  status: 200,
  title: "Installed",
  text: "The app is installed in Linear. You can close this page.",
};
const FAILED: Page = {
  status: 500,
  title: "Something went wrong",
  text: "The installation could not be finished. Please try again later.",
};
const UNREACHABLE: Page = {
  status: 503,
  title: "Linear does not answer",
  text: "Linear could not be reached. Please try again in a few minutes.",
};
const STRANGE: Page = {
  status: 400,
  title: "This link is not valid",
  text: `It was changed, or belongs to another browser. ${AGAIN}`,
};

const PAGES: { readonly [Code in LinearErrorCode]?: Page } = {
  OAUTH_DENIED: { status: 403, title: "Not installed", text: "The installation was not granted. Nothing has changed." },
  // A refused request of ours is the host's own mistake: with status 500 the log has it as an error.
  OAUTH_REQUEST_REFUSED: {
    status: 500,
    title: "Not installed",
    text: "Linear did not take the request to install the app. Please tell whoever runs it: the authorization URL is wrong. Scopes such as app:mentionable need actor=app in it.",
  },
  OAUTH_CALLBACK_INVALID: STRANGE,
  OAUTH_STATE_INVALID: STRANGE,
  OAUTH_STATE_USED: {
    status: 400,
    title: "This link was used before",
    text: `It works once. If the app is not installed: ${AGAIN}`,
  },
  OAUTH_STATE_EXPIRED: {
    status: 400,
    title: "This link has expired",
    text: `The installation took too long. ${AGAIN}`,
  },
  OAUTH_CODE_REFUSED: { status: 400, title: "This link has expired", text: `Linear no longer accepts it. ${AGAIN}` },
  OAUTH_WRONG_ACTOR: {
    status: 403,
    title: "Not installed",
    text: "Linear did not install the app as an app. Please tell whoever runs it.",
  },
  OAUTH_SCOPES_MISSING: {
    status: 403,
    title: "Not installed",
    text: `Linear did not grant all that the app needs. ${AGAIN}`,
  },
  LINEAR_UNREACHABLE: UNREACHABLE,
};

/** The page at the end of an installation that leads nowhere else. */
export function renderInstalled(): Response {
  return render(INSTALLED);
}

/** The page for an installation that failed. */
export function renderFailure(error: unknown): Response {
  if (error instanceof LinearRateLimitError) return render(UNREACHABLE);
  if (!isLinearAdapterError(error)) return render(FAILED);
  const page = PAGES[error.code] ?? FAILED;
  // Anybody can call a callback without a state of ours, and must not fill the log with errors.
  return render(error.facts.state === "foreign" ? { ...page, status: 400 } : page);
}

/** A redirect that leaves no trace of the callback's address. */
export function redirectTo(address: string): Response {
  return new Response(null, { status: 302, headers: { ...QUIET, location: address } });
}

export function refuseMethod(): Response {
  return new Response("Only GET", { status: 405, headers: { allow: "GET" } });
}

// The address of a callback holds a code: no cache keeps it, and no other site learns it.
const QUIET = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

function render({ status, title, text }: Page): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;
  const headers = {
    ...QUIET,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
  };
  return new Response(html, { status, headers });
}

/**
 * The most bytes that the body of a webhook may hold where nothing else is said: as many as `LinearWebhookClient` of
 * `@linear/sdk` 98 takes, so that no delivery is too large for one of the two. Who reads bodies for `verifyWebhook` may stop there.
 */
export const DEFAULT_MAX_BODY_BYTES: number = 5 * 1024 * 1024;

/** Whether `value` can be the most bytes of a body. */
export const isByteLimit = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

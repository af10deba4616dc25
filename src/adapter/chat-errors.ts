import { ChatError, RateLimitError } from "chat";
import { LinearAdapterError, LinearRateLimitError } from "../errors.js";

/**
 * Makes this package's errors errors of the Chat SDK. Entries without a bot throw the same classes and do not load `chat`,
 * so that a class which extends the Chat SDK's cannot be written down. Doing it again changes nothing.
 */
export function joinChatErrors(): void {
  Object.setPrototypeOf(LinearAdapterError.prototype, ChatError.prototype);
  Object.setPrototypeOf(LinearRateLimitError.prototype, RateLimitError.prototype);
}

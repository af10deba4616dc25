import { ChatError, RateLimitError } from "chat";
import { LinearAdapterError, LinearRateLimitError } from "../errors.js";

/**
 * Makes this package's errors errors of the Chat SDK. The classes cannot be written as extending the SDK's: entries
 * without a bot throw the same classes and do not load `chat`. A second call changes nothing.
 */
export function joinChatErrors(): void {
  Object.setPrototypeOf(LinearAdapterError.prototype, ChatError.prototype);
  Object.setPrototypeOf(LinearRateLimitError.prototype, RateLimitError.prototype);
}

/** The result of `streamText` of the AI SDK, as far as it is read: of version 7, or of version 6. */
export type AiSdkResult<Message> =
  | { readonly responseMessages: PromiseLike<readonly Message[]> }
  | { readonly response: PromiseLike<{ readonly messages: readonly Message[] }> };

/**
 * What the model has said and its tools have given back in a run of the AI SDK 6 or 7, as messages for its next one.
 * Resolves when the run is over; rejects with what broke it off.
 */
export async function readResponseMessages<Message>(result: AiSdkResult<Message>): Promise<Message[]> {
  // Version 7 has both, and in `response` the last step alone.
  if ("responseMessages" in result) return [...(await result.responseMessages)];
  return [...(await result.response).messages];
}

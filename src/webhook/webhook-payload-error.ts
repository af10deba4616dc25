/**
 * A signed delivery that is not what Linear documents. `path` names the first field that is wrong, from the payload
 * (`agentSession.id`, `guidance[0].body`); it is empty when the payload is no object. Holds no value of the payload.
 */
export class WebhookPayloadError extends Error {
  override readonly name: string = "WebhookPayloadError";
  readonly code = "WEBHOOK_PAYLOAD_INVALID" as const;
  readonly path: string;

  constructor(path: string, problem: string) {
    super(
      `Linear's webhook payload cannot be read: ${problem}. ` +
        "It differs from the format that Linear documents: answer 400, and report the field if a real delivery had it so.",
    );
    this.path = path;
  }
}

/** What the bot posted, under the id that its sender was given. */
export interface HeldPost {
  id: string | undefined;
  body: string;
  /** The chat's turn that posted it, where the chat tells. */
  turnId: string | null;
}

/**
 * The answer of a turn as far as it is known while the turn runs. Which of several posts is the answer shows only in
 * the end: a response sent earlier would call the session complete while the bot still works.
 */
export type TurnAnswer =
  | { kind: "none" }
  /** The newest post, which nobody has been sent yet. */
  | { kind: "held"; post: HeldPost }
  /** The newest post, which went out as a thought because the turn went on. */
  | { kind: "shown"; post: HeldPost }
  /** The bot has closed the turn itself: with an answer, a question or a failure. */
  | { kind: "given" };

export type TurnEvent =
  | { kind: "posted"; post: HeldPost }
  /** The bot shows that it works on: a thought or an action. */
  | { kind: "went-on" }
  /** The plan stands beside the conversation. */
  | { kind: "planned" }
  | { kind: "closed" };

/** The answer after an event. A post that was held is to be sent then, unless the event is a plan. */
export function afterEvent(answer: TurnAnswer, event: TurnEvent): TurnAnswer {
  switch (event.kind) {
    case "posted":
      return { kind: "held", post: event.post };
    case "went-on":
      return answer.kind === "held" ? { kind: "shown", post: answer.post } : answer;
    case "planned":
      return answer;
    case "closed":
      return { kind: "given" };
  }
}

/** What goes out as the response when the turn is over. */
export function closingPost(answer: TurnAnswer): HeldPost | undefined {
  switch (answer.kind) {
    case "held":
      return answer.post;
    case "shown":
      // The thought has used up the post's own id.
      return { ...answer.post, id: undefined };
    case "none":
    case "given":
      return undefined;
  }
}

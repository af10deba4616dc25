/** Which of Linear's events reach the bot. */
export type LinearAdapterMode = "agent-sessions" | "all" | "comments";

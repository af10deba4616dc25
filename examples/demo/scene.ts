import type { Ref } from "chat-adapter-linear/emulator";
import type { Expectation } from "./expectation.js";
import type { Stage } from "./stage.js";

export interface Scene {
  title: string;
  play(stage: Stage): Promise<PlayedScene>;
}

/** A scene that was played: the issue that it is about, and what should be there now. */
export interface PlayedScene {
  issue: Ref;
  expectations: readonly Expectation[];
}

import type { SessionLoad } from "../../test/stories/session-work.js";
import type { BotOptions, Contender } from "../contenders.js";

/** What the process of a bot is started with. */
export interface BotSettings {
  contender: Contender;
  options: BotOptions;
  load: SessionLoad;
}

/** What it says. */
export type BotReport =
  | { kind: "ready"; url: string }
  /** Everything that its webhooks have set off is done; `cpuMs` is what that took, user and system. */
  | { kind: "settled"; cpuMs: number };

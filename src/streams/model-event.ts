/** A call of a tool, as far as its producer names it. */
export interface ToolCall {
  /** The producer's id of the call. */
  id: string;
  /** Undefined where only the parts before this one have told it. */
  name?: string | undefined;
  /** The producer's own words for the tool. */
  title?: string | undefined;
  /** Whether whoever runs the model runs the tool as well: then nobody else is waited for. */
  isRunByProvider?: boolean | undefined;
}

/** What an answer goes back to: a page, or a document by its title. */
export interface Source {
  url: string | undefined;
  title: string | undefined;
}

/** A file that the model has made. */
export interface GeneratedFile {
  name: string | undefined;
  /** Such as `image/png`. */
  mediaType: string | undefined;
  /** Where it lies, unless it came with its content. */
  url: string | undefined;
  /** Its size in bytes. */
  bytes: number | undefined;
  /** What it holds, as bytes or base64; undefined for one that has an address alone. */
  content: Uint8Array | string | undefined;
}

/** The news of a tool. */
export type ToolEvent =
  /** The model has begun to write what it asks of the tool. */
  | { kind: "tool-announced"; call: ToolCall }
  | { kind: "tool-called"; call: ToolCall; input: unknown }
  | { kind: "tool-returned"; call: ToolCall; output: unknown }
  | { kind: "tool-failed"; call: ToolCall; error: unknown }
  /** A person has refused the call. */
  | { kind: "tool-denied"; call: ToolCall }
  /** The tool runs once a person has agreed, in a later run of the model. */
  | { kind: "tool-waits"; call: ToolCall; input: unknown; approvalId?: string | undefined };

/** Why a run of a model ended. "other": for a reason that says neither that it was done nor what went wrong. */
export type FinishReason = "stop" | "tool-calls" | "length" | "content-filter" | "aborted" | "failed" | "other";

/** What a model's run says, in one vocabulary for all producers. */
export type ModelEvent =
  | { kind: "text"; text: string }
  /** What comes next is another paragraph. */
  | { kind: "paragraph-over" }
  | { kind: "reasoning"; blockId: string; text: string }
  | { kind: "reasoning-over"; blockId: string }
  | ToolEvent
  | { kind: "source"; source: Source }
  | { kind: "file"; file: GeneratedFile }
  /** The run ended; or one step of it, when more follows. */
  | { kind: "finished"; reason: FinishReason }
  /** The run broke off. */
  | { kind: "failed"; error: unknown };

/** Reads the parts of one producer's stream. One reader reads one stream. */
export interface PartReader {
  /** What a part says: nothing for a part without news, undefined for one that is not this producer's. */
  take(part: unknown): readonly ModelEvent[] | undefined;
  /** What is still to be said when the stream is over. */
  finish?(): readonly ModelEvent[];
}

/** What a part of type `T` says. */
export type ReadPart<Part> = (part: Part) => readonly ModelEvent[];

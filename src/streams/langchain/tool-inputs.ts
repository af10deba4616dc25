import { isJsonObject, type JsonObject } from "../../util/json.js";
import type { ModelEvent } from "../model-event.js";
import { filledString, parseJson, toId } from "../part-fields.js";

/** The calls of tools, whose inputs come in pieces. */
export interface ToolInputs {
  /** Takes the pieces of one chunk: only the first one of a call has its id and name. */
  takePieces(pieces: readonly JsonObject[]): ModelEvent[];
  /** Takes calls that are told whole, unless they have been told already. */
  takeWhole(calls: readonly JsonObject[]): ModelEvent[];
  /** Ends the inputs so far: no more pieces come for those calls. */
  finish(): ModelEvent[];
}

interface OpenCall {
  id: string;
  name: string | undefined;
  input: string;
}

export function createToolInputs(): ToolInputs {
  const open = new Map<unknown, OpenCall>();
  const told = new Set<string>();

  const tell = (call: { id: string; name: string | undefined }, input: unknown): ModelEvent[] => {
    if (told.has(call.id)) return [];
    told.add(call.id);
    return [{ kind: "tool-called", call, input }];
  };

  function takePiece(piece: JsonObject): ModelEvent[] {
    const { index, id, name, args } = piece;
    const added = typeof args === "string" ? args : "";
    const known = open.get(index);
    if (typeof id !== "string" || known?.id === id) {
      if (known) known.input += added;
      return [];
    }
    const before = known === undefined ? [] : tell(known, parseJson(known.input));
    const call = { id, name: filledString(name) };
    open.set(index, { ...call, input: added });
    return [...before, { kind: "tool-announced", call }];
  }

  return {
    takePieces: (pieces) => pieces.flatMap(takePiece),
    takeWhole: (calls) =>
      calls.flatMap(({ id, name, args }) => {
        const call = { id: toId(id), name: filledString(name) };
        for (const [index, begun] of open) if (begun.id === call.id) open.delete(index);
        return tell(call, args);
      }),
    finish() {
      const calls = [...open.values()];
      open.clear();
      return calls.flatMap((call) => tell(call, parseJson(call.input)));
    },
  };
}

export const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);

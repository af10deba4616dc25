import { isJsonObject, type JsonObject } from "../../src/util/json.js";

/** Linear's answer to one GraphQL request. */
export interface GraphQLAnswer {
  status: number;
  headers: Headers;
  data: JsonObject | null | undefined;
  errors: readonly JsonObject[] | undefined;
}

export interface Client {
  /** The whole answer, whatever it is. */
  send(query: string, variables?: object, headers?: Record<string, string>): Promise<GraphQLAnswer>;
  /** `data` of an answer without errors. */
  read(query: string, variables?: object): Promise<JsonObject>;
  /** "message", or "none" for an answer without errors. */
  refusal(query: string, variables?: object): Promise<string>;
}

/** Speaks GraphQL with the emulator over HTTP. `authorization` is the whole header. */
export function createClient(apiUrl: string, authorization: string): Client {
  const send: Client["send"] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(apiUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: authorization, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body: unknown = await response.json();
    const { data, errors } = (isJsonObject(body) ? body : {}) as Pick<GraphQLAnswer, "data" | "errors">;
    return { status: response.status, headers: response.headers, data, errors };
  };
  return {
    send,
    read: async (query, variables) => {
      const { data, errors } = await send(query, variables);
      if (errors || !data) throw new Error(`Linear refused: ${JSON.stringify(errors)}`);
      return data;
    },
    refusal: async (query, variables) => String((await send(query, variables)).errors?.[0]?.message ?? "none"),
  };
}

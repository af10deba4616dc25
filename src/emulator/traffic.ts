/** A GraphQL request that has been answered. */
export interface RecordedRequest {
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
  /** In points; 0 for a request that was refused before it was priced. */
  complexity: number;
  requestBytes: number;
  responseBytes: number;
  /** HTTP status, or "dropped" when a fault cut the connection. */
  status: number | "dropped";
  /** When it came in. */
  at: Date;
  organizationId: string | undefined;
  tokenKind: "api-key" | "app" | "person" | "none";
}

/** A request to the token endpoint that has been answered. */
export interface RecordedTokenRequest {
  grant: string | undefined;
  status: number | "dropped";
  at: Date;
}

/** What came in, oldest answer first. */
export interface Traffic {
  recordRequest(request: RecordedRequest): void;
  recordTokenRequest(request: RecordedTokenRequest): void;
  requests(): readonly RecordedRequest[];
  tokenRequests(): readonly RecordedTokenRequest[];
  clear(): void;
}

export function createTraffic(): Traffic {
  const requests: RecordedRequest[] = [];
  const tokenRequests: RecordedTokenRequest[] = [];
  return {
    recordRequest: (request) => void requests.push(request),
    recordTokenRequest: (request) => void tokenRequests.push(request),
    requests: () => [...requests],
    tokenRequests: () => [...tokenRequests],
    clear: () => {
      requests.length = 0;
      tokenRequests.length = 0;
    },
  };
}

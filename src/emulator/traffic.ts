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

/** A request for a file that has been answered. */
export interface RecordedFileRequest {
  /** Of the address, without its query. */
  path: string;
  status: number | "dropped";
  /** Whether an `Authorization` came with it, good or not. */
  hasToken: boolean;
  at: Date;
}

/** An upload of a file that has been answered. */
export interface RecordedUploadRequest extends RecordedFileRequest {
  /** Of what was sent, in bytes. */
  bytes: number;
}

/** What came in, oldest answer first. */
export interface Traffic {
  recordRequest(request: RecordedRequest): void;
  recordTokenRequest(request: RecordedTokenRequest): void;
  recordFileRequest(request: RecordedFileRequest): void;
  recordUploadRequest(request: RecordedUploadRequest): void;
  requests(): readonly RecordedRequest[];
  tokenRequests(): readonly RecordedTokenRequest[];
  fileRequests(): readonly RecordedFileRequest[];
  uploadRequests(): readonly RecordedUploadRequest[];
  clear(): void;
}

export function createTraffic(): Traffic {
  const requests: RecordedRequest[] = [];
  const tokenRequests: RecordedTokenRequest[] = [];
  const fileRequests: RecordedFileRequest[] = [];
  const uploadRequests: RecordedUploadRequest[] = [];
  return {
    recordRequest: (request) => void requests.push(request),
    recordTokenRequest: (request) => void tokenRequests.push(request),
    recordFileRequest: (request) => void fileRequests.push(request),
    recordUploadRequest: (request) => void uploadRequests.push(request),
    requests: () => [...requests],
    tokenRequests: () => [...tokenRequests],
    fileRequests: () => [...fileRequests],
    uploadRequests: () => [...uploadRequests],
    clear: () => {
      requests.length = 0;
      tokenRequests.length = 0;
      fileRequests.length = 0;
      uploadRequests.length = 0;
    },
  };
}

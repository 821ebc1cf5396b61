import type { Problem } from "./types";

/** A response of the API that is an error, or no response at all (`status` 0). */
export class ApiError extends Error {
  constructor(readonly status: number, readonly problem: Problem | null, readonly retryAfter: number | null = null) {
    super(problem?.detail ?? problem?.title ?? "");
    this.name = "ApiError";
  }

  /** The server was not reached. */
  get isOffline(): boolean {
    return this.status === 0;
  }

  get code(): string {
    return this.problem?.code ?? "";
  }

  get requestId(): string {
    return this.problem?.requestId ?? "";
  }
}

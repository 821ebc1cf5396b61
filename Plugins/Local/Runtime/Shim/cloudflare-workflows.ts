// The module "cloudflare:workflows" of deployed programs.

/** Ends a step at once, whatever its retries. */
export class NonRetryableError extends Error {
  constructor(message: string, name = "NonRetryableError") {
    super(message);
    this.name = name;
  }
}

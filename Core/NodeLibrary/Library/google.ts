import { type Failure } from "./error.ts";

/** What an API of Google says went wrong: https://cloud.google.com/apis/design/errors; limits of use may be told as 403. */
export function googleFailure({ error }: any): Failure {
  if (typeof error === "string") return { code: error };
  const reason = error?.errors?.[0]?.reason;
  const isLimit = ["rateLimitExceeded", "userRateLimitExceeded"].includes(reason);
  return { code: reason ?? error?.status, message: error?.message, retryable: isLimit ? true : undefined };
}

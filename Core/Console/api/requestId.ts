import { randomKey } from "./randomKey";

const page = randomKey();
let count = 0;

/** An `X-Request-Id` that tells the requests of this page from those of all others. */
export function nextRequestId(): string {
  return `${page}-${++count}`;
}

export function isOwnRequest(id: string | null): boolean {
  return id?.startsWith(`${page}-`) ?? false;
}

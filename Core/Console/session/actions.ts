import { connection } from "../api/connection";
import { send } from "../api/client";
import { cache } from "../api/queries";
import { setScope } from "../api/scope";
import { navigate } from "../app/location";

/** Ends the session, and forgets what was loaded. */
export async function signOut(): Promise<void> {
  await send("post", "/api/auth/sign-out", {});
  setScope({});
  navigate("~/sign-in");
  cache.clear();
}

export async function signIn(email: string, password: string): Promise<void> {
  await send("post", "/api/auth/sign-in", { body: { email, password } });
  connection.signedIn();
  cache.invalidate();
}

/** The page that was wanted before the sign-in, if it is one of this server. */
export function nextPage(): string {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return next.startsWith("/") && !next.startsWith("//") ? `~${next}` : "~/";
}

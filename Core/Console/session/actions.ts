import { connection } from "../api/connection";
import { send } from "../api/client";
import { cache } from "../api/queries";
import { setScope } from "../api/scope";
import { navigate } from "../app/location";
import { isOther, setPerson } from "./person";

/** Ends the session, and forgets what was loaded. */
export async function signOut(): Promise<void> {
  await send("post", "/api/auth/sign-out", {});
  forget();
  navigate("~/sign-in");
}

export async function signIn(email: string, password: string): Promise<void> {
  const { user } = await send("post", "/api/auth/sign-in", { body: { email, password } });
  connection.signedIn();
  if (!isOther(user.id)) return cache.invalidate();
  // Nothing of whoever was signed in before stays: neither what was loaded nor the page itself.
  forget();
  navigate("~/");
}

function forget(): void {
  setPerson(null);
  setScope({});
  cache.clear();
}

/** The page that was wanted before the sign-in, if it is one of this server. */
export function nextPage(): string {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return next.startsWith("/") && !next.startsWith("//") ? `~${next}` : "~/";
}

/** What a browser knows of a draft that it has. */
export interface OwnDraft {
  readonly base: string | null;
  /** The tag of the server's draft that it follows; `null` if the server had none. */
  readonly tag: string | null;
  /** Whether the server has all of it. */
  readonly isSaved: boolean;
}

export interface SharedDraft {
  readonly tag: string;
}

export interface DraftChoice {
  readonly use: "own" | "shared" | "version";
  /** Of the server's draft that what is edited follows. */
  readonly tag: string | null;
  /** Whether the own draft and the server's have to be shown, for somebody to choose. */
  readonly isConflict: boolean;
}

/**
 * What an editor opens: what this browser has not sent yet, else the server's draft, else the latest version.
 * @param version The latest one.
 */
export function chooseDraft(
  own: OwnDraft | undefined,
  shared: SharedDraft | undefined,
  version: string | null,
): DraftChoice {
  const tag = shared?.tag ?? null;
  const follows = own?.tag === tag;
  if (own && !own.isSaved) return { use: "own", tag, isConflict: shared !== undefined && !follows };
  // Its steps can still be undone; without a draft at the server it is the document of its version.
  if (own && follows && (shared || own.base === version)) return { use: "own", tag, isConflict: false };
  return { use: shared ? "shared" : "version", tag, isConflict: false };
}

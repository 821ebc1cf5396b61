import { useEffect, useState } from "react";
import { send } from "../../api/client";
import { cache, useAction, useQuery } from "../../api/queries";
import type { Credential } from "../../api/types";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { texts } from "../../texts";

/** Leads to the vendor's page in a window of its own, and waits for the consent. */
export function AuthorizeDialog({ credential, onClose }: { credential: Credential; onClose(): void }) {
  const text = texts.settings;
  const [page, setPage] = useState<string>();
  // As it was before: what is shown meanwhile may be the consented one already.
  const [since] = useState(credential.updatedAt);
  const begin = useAction(async () => {
    const path = { credentialId: credential.id };
    const { url } = await send("post", "/api/credentials/{credentialId}/authorize", { path });
    setPage(url);
    globalThis.open(url, "_blank", "popup,width=640,height=760");
  });
  const current = useQuery(
    "/api/credentials/{credentialId}",
    { path: { credentialId: credential.id } },
    { enabled: page !== undefined, refreshEvery: 1_500 },
  ).value;
  const isDone = page !== undefined && current?.state === "ready" && current.updatedAt !== since;
  useEffect(() => {
    if (!isDone) return;
    cache.invalidate("/api/credentials");
    showToast("success", text.authorized(credential.name));
    onClose();
  }, [isDone]);
  return (
    <Dialog
      title={text.authorizeTitle(credential.name)}
      onClose={onClose}
      footer={
        <Button kind="primary" icon="lock" isBusy={begin.isBusy} onClick={() => void begin.run()}>
          {page === undefined ? text.authorizeOpen : text.authorizeAgain}
        </Button>
      }
    >
      <p>{text.authorizeHint}</p>
      {page !== undefined && (
        <div role="status">
          <p className="muted">{text.authorizeWaiting}</p>
          <p className="muted">
            {text.redirectHint} <code>{redirectOf(page)}</code>
          </p>
          <p>
            <a href={page} target="_blank" rel="noreferrer">{text.authorizeLink}</a>
          </p>
        </div>
      )}
      {begin.error !== undefined && <ErrorMessage error={begin.error} />}
    </Dialog>
  );
}

/** Where the vendor sends the browser back to. */
function redirectOf(page: string): string {
  return new URL(page).searchParams.get("redirect_uri") ?? "";
}

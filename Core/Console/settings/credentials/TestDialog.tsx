import { send } from "../../api/client";
import { cache } from "../../api/queries";
import { useOnce } from "../../api/useOnce";
import type { Credential } from "../../api/types";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Loading";
import { texts } from "../../texts";

/** Asks the vendor whether it accepts a credential. */
export function TestDialog({ credential, onClose }: { credential: Credential; onClose(): void }) {
  const text = texts.settings;
  const test = useOnce(async () => {
    const path = { credentialId: credential.id };
    const result = await send("post", "/api/credentials/{credentialId}/test", { path });
    // A vendor may have revoked it.
    cache.invalidate("/api/credentials");
    return result;
  });
  const isBusy = test.value === undefined && test.error === undefined;
  return (
    <Dialog
      title={text.testTitle(credential.name)}
      onClose={onClose}
      footer={<Button isBusy={isBusy} onClick={test.retry}>{text.testAgain}</Button>}
    >
      {isBusy && <Skeleton lines={2} />}
      {test.error !== undefined && <ErrorMessage error={test.error} />}
      {test.value && (
        <div className={`notice notice-${test.value.valid ? "good" : "bad"}`} role="status">
          <p>{test.value.message}</p>
        </div>
      )}
    </Dialog>
  );
}

import { send } from "../../api/client";
import { useOnce } from "../../api/useOnce";
import type { Connection } from "../../api/types";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Loading";
import { texts } from "../../texts";
import { VerificationResult } from "./VerificationResult";

/** Asks the provider whether the stored credentials of a connection still work. */
export function VerifyDialog({ connection, onClose }: { connection: Connection; onClose(): void }) {
  const text = texts.settings;
  const check = useOnce(() =>
    send("post", "/api/connections/{connectionId}/verify", { path: { connectionId: connection.id } })
  );
  const isBusy = check.value === undefined && check.error === undefined;
  return (
    <Dialog
      title={text.verifyTitle(connection.name)}
      onClose={onClose}
      footer={<Button isBusy={isBusy} onClick={check.retry}>{text.verifyAgain}</Button>}
    >
      {isBusy && <Skeleton lines={2} />}
      {check.error !== undefined && <ErrorMessage error={check.error} />}
      {check.value && <VerificationResult result={check.value} />}
    </Dialog>
  );
}

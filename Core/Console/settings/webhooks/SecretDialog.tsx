import type { MadeWebhook } from "../../api/types";
import { Button } from "../../components/Button";
import { CodeBlock } from "../../components/CodeBlock";
import { Dialog } from "../../components/Dialog";
import { texts } from "../../texts";

/** The secret of a webhook, the only time that it is shown. */
export function SecretDialog({ made, onClose }: { made: MadeWebhook; onClose(): void }) {
  const text = texts.webhooks;
  return (
    <Dialog
      title={text.secretOf(made.name)}
      onClose={onClose}
      footer={<Button kind="primary" onClick={onClose}>{text.done}</Button>}
    >
      <p>{text.secretOnce}</p>
      {made.secret !== null && <CodeBlock text={made.secret} label={text.secret} />}
    </Dialog>
  );
}

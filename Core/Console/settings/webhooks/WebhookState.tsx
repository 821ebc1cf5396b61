import type { Webhook } from "../../api/types";
import { DateTime } from "../../components/DateTime";
import { texts } from "../../texts";

/** Whether events are sent, and what keeps them from it. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const text = texts.webhooks;
  return (
    <>
      {!webhook.enabled
        ? <span className="badge badge-plain">{text.disabled}</span>
        : webhook.failingSince
        ? <span className="badge badge-bad">{text.failing}</span>
        : <span className="badge badge-good">{text.enabled}</span>}
      {webhook.disabledReason && <div className="row-note">{webhook.disabledReason}</div>}
      {webhook.failingSince && (
        <div className="row-note">
          {text.failingSince} <DateTime time={webhook.failingSince} />
        </div>
      )}
      {webhook.droppedEvents > 0 && <div className="row-note">{text.dropped(webhook.droppedEvents)}</div>}
    </>
  );
}

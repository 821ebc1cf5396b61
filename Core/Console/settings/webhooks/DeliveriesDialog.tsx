import { useState } from "react";
import { send } from "../../api/client";
import { useAction, useList } from "../../api/queries";
import type { Webhook, WebhookDelivery } from "../../api/types";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { JSONBlock } from "../../components/CodeBlock";
import { DateTime } from "../../components/DateTime";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { ListState } from "../../components/ListState";
import { StatusBadge } from "../../components/StatusBadge";
import { Table } from "../../components/Table";
import { texts } from "../../texts";

/** Milliseconds between polls at deliveries that are on their way. */
const pause = 2000;

/** What was sent to a webhook, what became of it, and events that are sent again. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const text = texts.webhooks;
  const path = { webhookId: webhook.id };
  const [isOnItsWay, setIsOnItsWay] = useState(true);
  const list = useList("/api/webhooks/{webhookId}/deliveries", { path, query: { limit: 20 } }, {
    refreshEvery: isOnItsWay ? pause : undefined,
  });
  const isPending = list.elements?.some((one) => one.status === "pending" && one.attempts === 0) ?? true;
  if (isPending !== isOnItsWay) setIsOnItsWay(isPending);
  const [opened, setOpened] = useState<string | null>(null);
  const resend = useAction(async (delivery: WebhookDelivery) => {
    await send("post", "/api/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", {
      path: { ...path, deliveryId: delivery.id },
    });
    showToast("success", text.resent);
    await list.refresh();
  });
  return (
    <Dialog title={text.deliveriesOf(webhook.name)} onClose={onClose} width="wide">
      {resend.error !== undefined && <ErrorMessage error={resend.error} />}
      <ListState list={list} empty={<p className="muted">{text.noDeliveries}</p>}>
        {(deliveries) => (
          <Table
            label={text.deliveriesOf(webhook.name)}
            rows={deliveries}
            rowKey={(one) => one.id}
            details={(one) =>
              one.id === opened && (
                <Details
                  delivery={one}
                  canResend={webhook.enabled}
                  isBusy={resend.isBusy}
                  onResend={() => void resend.run(one)}
                />
              )}
            columns={[
              {
                title: text.event,
                kind: "main",
                cell: (one) => (
                  <button
                    type="button"
                    className="link-button disclosure"
                    aria-expanded={one.id === opened}
                    onClick={() => setOpened(one.id === opened ? null : one.id)}
                  >
                    <Icon name={one.id === opened ? "chevronDown" : "chevronRight"} />
                    {text.eventName(one.event)}
                  </button>
                ),
              },
              { title: texts.settings.state, cell: (one) => <StatusBadge status={one.status} /> },
              { title: text.response, cell: (one) => one.responseStatus ?? "" },
              { title: text.attempts, kind: "end", cell: (one) => one.attempts },
              { title: text.time, cell: (one) => <DateTime time={one.createdAt} show="relative" /> },
            ]}
          />
        )}
      </ListState>
    </Dialog>
  );
}

interface DetailsProps {
  delivery: WebhookDelivery;
  canResend: boolean;
  isBusy: boolean;
  onResend(): void;
}

function Details({ delivery, canResend, isBusy, onResend }: DetailsProps) {
  const text = texts.webhooks;
  return (
    <div className="delivery-details">
      {delivery.error && <p role="alert">{delivery.error}</p>}
      {delivery.nextAttemptAt && (
        <p className="muted">
          {text.nextAttempt} <DateTime time={delivery.nextAttemptAt} />
        </p>
      )}
      <JSONBlock label={text.body} value={delivery.body} />
      {canResend && (
        <div>
          <Button icon="restart" isBusy={isBusy} onClick={onResend}>{text.resend}</Button>
        </div>
      )}
    </div>
  );
}

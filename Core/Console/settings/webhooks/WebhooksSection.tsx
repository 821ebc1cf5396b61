import { useState } from "react";
import { send } from "../../api/client";
import { cache, useAction, useList } from "../../api/queries";
import type { MadeWebhook, Webhook } from "../../api/types";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { DeleteDialog } from "../../components/DeleteDialog";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { Section } from "../Section";
import { DeliveriesDialog } from "./DeliveriesDialog";
import { SecretDialog } from "./SecretDialog";
import { WebhookDialog } from "./WebhookDialog";
import { WebhookState } from "./WebhookState";
import "./webhooks.css";

type Opened = { kind: "edit" | "rotate" | "delete" | "deliveries"; webhook: Webhook } | { kind: "new" } | {
  kind: "secret";
  made: MadeWebhook;
} | null;

/** The webhooks of the project, and what was sent to them. */
export function WebhooksSection() {
  const text = texts.webhooks;
  const list = useList("/api/webhooks", { query: { limit: 100 } });
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const change = useAction(async (webhook: Webhook, enabled: boolean) => {
    await send("patch", "/api/webhooks/{webhookId}", { path: { webhookId: webhook.id }, body: { enabled } });
    cache.invalidate("/api/webhooks");
  });
  const ping = useAction(async (webhook: Webhook) => {
    await send("post", "/api/webhooks/{webhookId}/ping", { path: { webhookId: webhook.id } });
    cache.invalidate(`/api/webhooks/${webhook.id}/deliveries`);
    setOpened({ kind: "deliveries", webhook });
  });
  const error = change.error ?? ping.error;
  const add = <Button kind="primary" icon="add" onClick={() => setOpened({ kind: "new" })}>{text.add}</Button>;
  const itemsOf = (webhook: Webhook) => [
    { text: texts.settings.edit, icon: "edit" as const, onSelect: () => setOpened({ kind: "edit", webhook }) },
    { text: text.deliveries, icon: "runs" as const, onSelect: () => setOpened({ kind: "deliveries", webhook }) },
    { text: text.ping, icon: "play" as const, onSelect: () => void ping.run(webhook) },
    { text: text.rotate, icon: "restart" as const, onSelect: () => setOpened({ kind: "rotate", webhook }) },
    {
      text: webhook.enabled ? text.disable : text.enable,
      icon: webhook.enabled ? "pause" as const : "check" as const,
      onSelect: () => void change.run(webhook, !webhook.enabled),
    },
    {
      text: texts.common.delete,
      icon: "trash" as const,
      isDanger: true,
      onSelect: () => setOpened({ kind: "delete", webhook }),
    },
  ];
  return (
    <Section
      title={text.title}
      hint={list.elements?.length ? text.hint : null}
      actions={list.elements?.length ? add : null}
    >
      {error !== undefined && <ErrorMessage error={error} />}
      <ListState list={list} empty={<EmptyState icon="runs" title={text.none} actions={add}>{text.hint}</EmptyState>}>
        {(webhooks) => (
          <Table
            label={text.title}
            rows={webhooks}
            rowKey={(webhook) => webhook.id}
            columns={[
              {
                title: texts.settings.name,
                kind: "main",
                cell: (webhook) => (
                  <>
                    {webhook.name}
                    <div className="muted webhook-url">{webhook.url}</div>
                  </>
                ),
              },
              {
                title: text.events,
                cell: (webhook) => (
                  <>{webhook.events.map((event) => <span key={event} className="tag">{text.eventName(event)}</span>)}</>
                ),
              },
              { title: texts.settings.state, cell: (webhook) => <WebhookState webhook={webhook} /> },
              {
                title: texts.settings.actions,
                kind: "tight",
                cell: (webhook) => <Menu label={texts.settings.actionsOf(webhook.name)} items={itemsOf(webhook)} />,
              },
            ]}
          />
        )}
      </ListState>
      {(opened?.kind === "new" || opened?.kind === "edit") && (
        <WebhookDialog
          {...(opened.kind === "edit" ? { webhook: opened.webhook } : {})}
          onClose={close}
          onMade={(made) => setOpened({ kind: "secret", made })}
        />
      )}
      {opened?.kind === "secret" && <SecretDialog made={opened.made} onClose={close} />}
      {opened?.kind === "deliveries" && <DeliveriesDialog webhook={opened.webhook} onClose={close} />}
      {opened?.kind === "rotate" && (
        <ConfirmDialog
          title={text.rotateTitle(opened.webhook.name)}
          submit={text.rotate}
          onClose={close}
          onConfirm={async () => {
            const path = { webhookId: opened.webhook.id };
            setOpened({
              kind: "secret",
              made: await send("post", "/api/webhooks/{webhookId}/rotate-secret", { path }),
            });
          }}
        >
          <p>{text.rotateHint}</p>
        </ConfirmDialog>
      )}
      {opened?.kind === "delete" && (
        <DeleteDialog
          title={text.remove(opened.webhook.name)}
          submit={texts.common.delete}
          run={() => send("delete", "/api/webhooks/{webhookId}", { path: { webhookId: opened.webhook.id } })}
          onDone={() => {
            cache.invalidate("/api/webhooks");
            showToast("success", texts.settings.deleted(opened.webhook.name));
          }}
          onClose={close}
        >
          <p>{text.removeHint}</p>
        </DeleteDialog>
      )}
    </Section>
  );
}

import { useState } from "react";
import { cache, useAction } from "../../api/queries";
import { urlOf } from "../../api/url";
import { showToast } from "../../app/showToast";
import { Button, IconButton } from "../../components/Button";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { ListState } from "../../components/ListState";
import { SchemaDialog } from "../../components/SchemaDialog";
import { Table } from "../../components/Table";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";
import { sendResource, useResources } from "./endpoints";
import type { ResourceProps } from "./kinds";

const messagesPath = "/api/resources/queues/{queueName}/messages";

/** The messages of a queue that wait for a program. */
export function QueueView({ connectionId, id }: ResourceProps) {
  const [isSending, setIsSending] = useState(false);
  const [deleted, setDeleted] = useState<string | null>(null);
  const text = texts.resources;
  const path = { queueName: id };
  const list = useResources(messagesPath, path, { connectionId });
  const reload = () => cache.invalidate(urlOf(messagesPath, path).split("?")[0] ?? "");
  const sendMessage = async (form: FormValue) => {
    const delay = form.delay === undefined ? {} : { delaySeconds: Number(form.delay) };
    await sendResource("post", messagesPath, path, { body: { connectionId, body: form.body ?? null, ...delay } });
    reload();
    showToast("success", text.sent);
  };
  const retry = useAction(async () => {
    const result = await sendResource("post", "/api/resources/queues/{queueName}/retry", path, {
      body: { connectionId },
    });
    reload();
    showToast("success", text.retried(Number(result.sent ?? 0)));
  });
  return (
    <>
      <div className="section-actions">
        <Button icon="add" onClick={() => setIsSending(true)}>{text.send}</Button>
        <Button icon="refresh" onClick={() => void list.refresh()}>{text.refresh}</Button>
        {Boolean(list.elements?.length) && (
          <Button
            icon="restart"
            isBusy={retry.isBusy}
            onClick={() => void retry.run()}
          >
            {text.retryAll}
          </Button>
        )}
      </div>
      {retry.error !== undefined && <ErrorMessage error={retry.error} />}
      <ListState list={list} empty={<EmptyState icon="runs" title={text.noMessages} />}>
        {(messages) => (
          <Table
            label={text.kinds.queues}
            rows={messages}
            rowKey={(message) => String(message.id)}
            columns={[
              {
                title: text.body,
                kind: "main",
                cell: (message) => (
                  <>
                    <code className="value-text">{JSON.stringify(message.body)}</code>
                    <span className="muted">{String(message.id)}</span>
                  </>
                ),
              },
              { title: text.failures, kind: "end", cell: (message) => String(message.failures ?? 0) },
              {
                title: text.visible,
                cell: (message) =>
                  typeof message.visibleAt === "number"
                    ? <DateTime time={new Date(message.visibleAt).toISOString()} show="relative" />
                    : "–",
              },
              {
                title: texts.settings.actions,
                kind: "tight",
                cell: (message) => (
                  <IconButton
                    icon="trash"
                    label={`${texts.common.delete} ${String(message.id)}`}
                    onClick={() => setDeleted(String(message.id))}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {isSending && (
        <SchemaDialog
          title={text.send}
          submit={text.send}
          schema={messageSchema}
          initial={{}}
          run={sendMessage}
          onClose={() => setIsSending(false)}
        />
      )}
      {deleted !== null && (
        <DeleteDialog
          title={text.deleteMessage}
          submit={texts.common.delete}
          run={() =>
            sendResource("post", "/api/resources/queues/{queueName}/delete", path, {
              body: { connectionId, ids: [deleted] },
            })}
          onDone={() => {
            reload();
            showToast("success", texts.settings.deleted(deleted));
          }}
          onClose={() => setDeleted(null)}
        >
          <p>{text.deleteMessageHint(id)}</p>
          <p>
            <code>{deleted}</code>
          </p>
        </DeleteDialog>
      )}
    </>
  );
}

const messageSchema: Schema = {
  body: { type: "json", label: texts.resources.body, description: texts.resources.bodyHint, required: true },
  delay: { type: "number", label: texts.resources.delay, validation: { min: 0 } },
};

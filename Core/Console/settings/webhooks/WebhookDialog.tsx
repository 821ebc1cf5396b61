import { send } from "../../api/client";
import { cache } from "../../api/queries";
import type { MadeWebhook, NewWebhook, Webhook } from "../../api/types";
import { SchemaDialog } from "../../components/SchemaDialog";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";

interface Props {
  /** The webhook to change; a new one without. */
  webhook?: Webhook;
  onClose(): void;
  /** After a new one was made, which has its secret. */
  onMade(made: MadeWebhook): void;
}

/** A new webhook, or other settings of one. */
export function WebhookDialog({ webhook, onClose, onMade }: Props) {
  const text = texts.webhooks;
  const run = async (form: FormValue) => {
    const body = { name: form.name, url: form.url, events: form.events ?? [] } as NewWebhook;
    let made: MadeWebhook | null = null;
    if (webhook) await send("patch", "/api/webhooks/{webhookId}", { path: { webhookId: webhook.id }, body });
    else made = await send("post", "/api/webhooks", { body });
    cache.invalidate("/api/webhooks");
    return made;
  };
  return (
    <SchemaDialog
      title={webhook ? text.edit(webhook.name) : text.add}
      submit={webhook ? texts.common.save : texts.common.create}
      schema={schema}
      initial={webhook ? { name: webhook.name, url: webhook.url, events: webhook.events } : {
        events: ["run.errored", "deployment.failed"],
      }}
      run={run}
      onDone={(made) => made ? onMade(made) : onClose()}
      onClose={onClose}
    />
  );
}

const schema: Schema = {
  name: {
    type: "string",
    label: texts.settings.name,
    description: texts.webhooks.nameHint,
    required: true,
    validation: { maxLength: 100 },
  },
  url: {
    type: "string",
    label: texts.webhooks.url,
    description: texts.webhooks.urlHint,
    placeholder: "https://example.com/millrace",
    required: true,
    validation: { format: "url" },
  },
  events: {
    type: "multiselect",
    label: texts.webhooks.events,
    required: true,
    options: Object.entries(texts.webhooks.eventNames).map(([value, label]) => ({ value, label })),
  },
};

import { useState } from "react";
import { send } from "../../api/client";
import { cache } from "../../api/queries";
import type { MadeAPIKey, NewAPIKey } from "../../api/types";
import { useAccount } from "../../app/account";
import { Button } from "../../components/Button";
import { CodeBlock } from "../../components/CodeBlock";
import { Dialog } from "../../components/Dialog";
import { SchemaDialog } from "../../components/SchemaDialog";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";
import { includes, useRole } from "../useRole";

const day = 86_400_000;

/** A new API key, and then the key itself: the only time that it is shown. */
export function NewKeyDialog({ onClose }: { onClose(): void }) {
  const { project } = useAccount();
  const role = useRole();
  const [made, setMade] = useState<MadeAPIKey>();
  const text = texts.settings;
  if (made) {
    return (
      <Dialog
        title={text.keyMade(made.name)}
        onClose={onClose}
        footer={<Button kind="primary" onClick={onClose}>{text.keyCopied}</Button>}
      >
        <p>{text.keyOnce}</p>
        {made.key !== null && <CodeBlock text={made.key} label={text.key} />}
      </Dialog>
    );
  }
  const run = async (form: FormValue) => {
    const days = Number(form.expiry ?? schemaOf(false).expiry?.default);
    const body: NewAPIKey = {
      name: String(form.name ?? ""),
      projectId: project.id,
      // Every key has `read`.
      scopes: ["read", ...(form.scopes as NewAPIKey["scopes"] ?? [])],
      expiresAt: days > 0 ? new Date(Date.now() + days * day).toISOString() : null,
      organizationWide: form.organizationWide === true,
    };
    const result = await send("post", "/api/api-keys", { body });
    cache.invalidate("/api/api-keys");
    return result;
  };
  return (
    <SchemaDialog
      title={text.newKey}
      submit={texts.common.create}
      schema={schemaOf(includes(role, "owner"))}
      initial={{ scopes: ["write"] }}
      run={run}
      onDone={setMade}
      onClose={onClose}
    />
  );
}

/** @param mayReachAll Whether the person may make keys for all projects. */
function schemaOf(mayReachAll: boolean): Schema {
  const text = texts.settings;
  const scopes = ["write", "deploy", "audit"] as const;
  return {
    name: {
      type: "string",
      label: text.name,
      description: text.keyHint,
      required: true,
      validation: { maxLength: 100 },
    },
    scopes: {
      type: "multiselect",
      label: text.scopes,
      description: text.scopesHint,
      options: scopes.map((value) => ({ value, label: `${text.scopeNames[value]}: ${text.scopeHints[value]}` })),
    },
    expiry: {
      type: "select",
      label: text.expiry,
      default: "90",
      options: [...text.expiries].map(([value, label]) => ({ value, label })),
    },
    ...(mayReachAll ? { organizationWide: { type: "boolean", label: text.organizationWide } as const } : {}),
  };
}

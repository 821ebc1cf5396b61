import { useState } from "react";
import { putContent } from "../../api/content";
import { cache } from "../../api/queries";
import { request } from "../../api/client";
import { urlOf } from "../../api/url";
import { showToast } from "../../app/showToast";
import { Button, IconButton } from "../../components/Button";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { ListState } from "../../components/ListState";
import { SchemaDialog } from "../../components/SchemaDialog";
import { SearchInput } from "../../components/SearchInput";
import { Table } from "../../components/Table";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";
import { useResources } from "./endpoints";
import type { ResourceProps } from "./kinds";
import { ValueDialog } from "./ValueDialog";

const keysPath = "/api/resources/kv/namespaces/{namespaceId}/keys";
const valuePath = "/api/resources/kv/namespaces/{namespaceId}/values/{key}";

type Open = { kind: "new" } | { kind: "show" | "delete"; key: string } | null;

/** The keys of a KV namespace and their values. */
export function NamespaceView({ connectionId, id }: ResourceProps) {
  const [prefix, setPrefix] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const text = texts.resources;
  const list = useResources(keysPath, { namespaceId: id }, { connectionId, prefix });
  const url = (key: string, query: FormValue = {}) =>
    urlOf(valuePath, { namespaceId: id, key }, { connectionId, ...query });
  const reload = () => cache.invalidate(urlOf(keysPath, { namespaceId: id }).split("?")[0] ?? "");
  const put = async (form: FormValue) => {
    await putContent(url(String(form.key ?? ""), { expirationTtl: form.expiry }), String(form.value ?? ""));
    reload();
    showToast("success", texts.settings.saved);
  };
  return (
    <>
      <div className="filters">
        <SearchInput label={text.prefix} value={prefix} onChange={setPrefix} />
        <Button icon="add" onClick={() => setOpen({ kind: "new" })}>{text.newKey}</Button>
      </div>
      <ListState list={list} empty={<EmptyState icon="search" title={text.noKeys} />}>
        {(keys) => (
          <Table
            label={text.key}
            rows={keys}
            rowKey={(key) => String(key.name)}
            columns={[
              {
                title: text.key,
                kind: "main",
                cell: (key) => (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => setOpen({ kind: "show", key: String(key.name) })}
                  >
                    {String(key.name)}
                  </button>
                ),
              },
              {
                title: text.expires,
                cell: (key) =>
                  typeof key.expiration === "number"
                    ? <DateTime time={new Date(key.expiration * 1000).toISOString()} show="relative" />
                    : <span className="muted">{texts.settings.never}</span>,
              },
              {
                title: texts.settings.actions,
                kind: "tight",
                cell: (key) => (
                  <IconButton
                    icon="trash"
                    label={`${texts.common.delete} ${String(key.name)}`}
                    onClick={() => setOpen({ kind: "delete", key: String(key.name) })}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "new" && (
        <SchemaDialog
          title={text.newKey}
          submit={texts.common.save}
          schema={keySchema}
          initial={{}}
          run={put}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "show" && (
        <ValueDialog
          title={text.showValue(open.key)}
          url={url(open.key)}
          name={open.key}
          onSave={async (value) => {
            await putContent(url(open.key), value);
            reload();
            showToast("success", texts.settings.saved);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "delete" && (
        <DeleteDialog
          title={text.deleteKey(open.key)}
          submit={texts.common.delete}
          run={() => request("delete", url(open.key))}
          onDone={() => {
            reload();
            showToast("success", texts.settings.deleted(open.key));
          }}
          onClose={() => setOpen(null)}
        >
          <p>{text.deleteKeyHint(id)}</p>
        </DeleteDialog>
      )}
    </>
  );
}

const keySchema: Schema = {
  key: { type: "string", label: texts.resources.key, required: true, validation: { maxLength: 512 } },
  value: { type: "textarea", label: texts.resources.value },
  // Cloudflare documentation, "KV: Write key-value pairs": at least 60 seconds.
  expiry: { type: "number", label: texts.resources.expiry, validation: { min: 60 } },
};

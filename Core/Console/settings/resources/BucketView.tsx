import { type ChangeEvent, useRef, useState } from "react";
import { request } from "../../api/client";
import { putContent } from "../../api/content";
import { cache, useAction } from "../../api/queries";
import { urlOf } from "../../api/url";
import { showToast } from "../../app/showToast";
import { Button, IconButton } from "../../components/Button";
import { bytesText } from "../../components/bytes";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { ListState } from "../../components/ListState";
import { SearchInput } from "../../components/SearchInput";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { useResources } from "./endpoints";
import type { ResourceProps } from "./kinds";
import { ValueDialog } from "./ValueDialog";

const objectsPath = "/api/resources/r2/buckets/{bucketName}/objects";
const objectPath = "/api/resources/r2/buckets/{bucketName}/objects/{key}";

type Open = { kind: "show" | "delete"; key: string } | null;

/** The objects of an R2 bucket. */
export function BucketView({ connectionId, id }: ResourceProps) {
  const [prefix, setPrefix] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const input = useRef<HTMLInputElement>(null);
  const text = texts.resources;
  const list = useResources(objectsPath, { bucketName: id }, { connectionId, prefix });
  const url = (key: string, query = {}) => urlOf(objectPath, { bucketName: id, key }, { connectionId, ...query });
  const reload = () => cache.invalidate(urlOf(objectsPath, { bucketName: id }).split("?")[0] ?? "");
  const upload = useAction(async (file: File) => {
    await putContent(url(prefix + file.name, { contentType: file.type || "application/octet-stream" }), file);
    reload();
    showToast("success", text.uploaded(prefix + file.name));
  });
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) void upload.run(file);
  };
  return (
    <>
      <div className="filters">
        <SearchInput label={text.prefix} value={prefix} onChange={setPrefix} />
        <input ref={input} type="file" hidden onChange={choose} />
        <Button icon="upload" isBusy={upload.isBusy} onClick={() => input.current?.click()}>{text.upload}</Button>
      </div>
      {upload.error !== undefined && <ErrorMessage error={upload.error} />}
      <ListState list={list} empty={<EmptyState icon="search" title={text.noObjects} />}>
        {(objects) => (
          <Table
            label={text.kinds.r2}
            rows={objects}
            rowKey={(object) => String(object.key)}
            columns={[
              {
                title: text.key,
                kind: "main",
                cell: (object) => (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => setOpen({ kind: "show", key: String(object.key) })}
                  >
                    {String(object.key)}
                  </button>
                ),
              },
              { title: text.size, kind: "end", cell: (object) => bytesText(Number(object.size ?? 0)) },
              { title: text.modified, cell: (object) => <Modified of={object.uploaded ?? object.last_modified} /> },
              {
                title: texts.settings.actions,
                kind: "tight",
                cell: (object) => (
                  <IconButton
                    icon="trash"
                    label={`${texts.common.delete} ${String(object.key)}`}
                    onClick={() => setOpen({ kind: "delete", key: String(object.key) })}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "show" && (
        <ValueDialog
          title={open.key}
          url={url(open.key)}
          name={open.key}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "delete" && (
        <DeleteDialog
          title={text.deleteObject(open.key)}
          submit={texts.common.delete}
          run={() => request("delete", url(open.key))}
          onDone={() => {
            reload();
            showToast("success", texts.settings.deleted(open.key));
          }}
          onClose={() => setOpen(null)}
        >
          <p>{text.deleteObjectHint(id)}</p>
        </DeleteDialog>
      )}
    </>
  );
}

/** Milliseconds, or a text of RFC 3339: providers differ. */
function Modified({ of: time }: { of: unknown }) {
  const date = new Date(typeof time === "number" || typeof time === "string" ? time : NaN);
  return Number.isNaN(date.getTime()) ? <>–</> : <DateTime time={date.toISOString()} show="relative" />;
}

import { useState } from "react";
import { cache } from "../../api/queries";
import { showToast } from "../../app/showToast";
import { Button, IconButton } from "../../components/Button";
import { bytesText } from "../../components/bytes";
import { DeleteDialog } from "../../components/DeleteDialog";
import { EmptyState } from "../../components/EmptyState";
import { ListState } from "../../components/ListState";
import { SchemaDialog } from "../../components/SchemaDialog";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { type Resource, sendResource, useResources } from "./endpoints";
import { factsOf, type Kind } from "./kinds";

interface Props {
  connectionId: string;
  kind: Kind;
  onOpen(id: string): void;
}

/** The resources of a kind. */
export function ResourceList({ connectionId, kind, onOpen }: Props) {
  const facts = factsOf[kind];
  const list = useResources(facts.list, {}, { connectionId });
  const [isCreating, setIsCreating] = useState(false);
  const [deleted, setDeleted] = useState<Resource | null>(null);
  const text = texts.resources;
  const add = kind !== "queues" && <Button icon="add" onClick={() => setIsCreating(true)}>{text.create[kind]}</Button>;
  const hasSizes = kind === "d1" && list.elements?.some((one) => typeof one.file_size === "number");
  return (
    <>
      {add && Boolean(list.elements?.length) && <div className="section-actions">{add}</div>}
      <ListState
        list={list}
        empty={
          <EmptyState icon="marketplace" title={text.empty[kind]} actions={add}>
            {kind === "queues" ? text.emptyQueuesHint : text.emptyHint}
          </EmptyState>
        }
      >
        {(resources) => (
          <Table
            label={text.kinds[kind]}
            rows={resources}
            rowKey={facts.idOf}
            columns={[
              {
                title: text.name,
                kind: "main",
                cell: (one) => (
                  <button type="button" className="link-button" onClick={() => onOpen(facts.idOf(one))}>
                    {facts.nameOf(one)}
                  </button>
                ),
              },
              ...(hasSizes
                ? [{
                  title: text.size,
                  kind: "end" as const,
                  cell: (one: Resource) => bytesText(Number(one.file_size)),
                }]
                : []),
              {
                title: texts.settings.actions,
                kind: "tight",
                cell: (one) =>
                  facts.deletePath && (
                    <IconButton
                      icon="trash"
                      label={`${texts.common.delete} ${facts.nameOf(one)}`}
                      onClick={() => setDeleted(one)}
                    />
                  ),
              },
            ]}
          />
        )}
      </ListState>
      {isCreating && facts.create && kind !== "queues" && (
        <SchemaDialog
          title={text.create[kind]}
          submit={texts.common.create}
          schema={facts.create.schema}
          initial={{}}
          run={async (form) => {
            await sendResource("post", facts.list, {}, { body: { connectionId, ...facts.create?.body(form) } });
            cache.invalidate(facts.list);
            showToast("success", texts.settings.saved);
          }}
          onClose={() => setIsCreating(false)}
        />
      )}
      {deleted && kind !== "queues" && (
        <DeleteDialog
          title={text.deleteTitle[kind](facts.nameOf(deleted))}
          submit={texts.common.delete}
          run={() =>
            sendResource("delete", facts.deletePath ?? "", { id: facts.idOf(deleted) }, { query: { connectionId } })}
          onDone={() => {
            cache.invalidate(facts.list);
            showToast("success", texts.settings.deleted(facts.nameOf(deleted)));
          }}
          onClose={() => setDeleted(null)}
        >
          <p>{text.deleteHint[kind]}</p>
        </DeleteDialog>
      )}
    </>
  );
}

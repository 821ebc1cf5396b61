import { useList } from "../../api/queries";
import type { AuditRecord } from "../../api/types";
import { useSearch } from "../../app/location";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { FilterSelect } from "../../components/Field";
import { ListState } from "../../components/ListState";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { Section } from "../Section";
import { SearchInput } from "../../components/SearchInput";
import { AuditDetails } from "./AuditDetails";

type Action = AuditRecord["action"];

/** Who changed what, with filters that are in the address. */
export function AuditSection() {
  const [search, setSearch] = useSearch();
  const text = texts.settings;
  const members = useList("/api/members", { query: { limit: 100 } });
  const people = members.elements ?? [];
  const query = {
    action: (search.get("action") ?? undefined) as Action | undefined,
    userId: search.get("person") ?? undefined,
    subjectId: search.get("subject") ?? undefined,
  };
  const list = useList("/api/audit-log", { query });
  const actions = Object.entries(text.auditActions).map(([value, label]) => ({ value, text: label }))
    .sort((left, right) => left.text.localeCompare(right.text));
  return (
    <Section title={text.audit}>
      <div className="filters">
        <FilterSelect
          label={text.action}
          value={query.action ?? ""}
          options={[{ value: "", text: text.allActions }, ...actions]}
          onChange={(value) => setSearch({ action: value })}
        />
        <FilterSelect
          label={text.person}
          value={query.userId ?? ""}
          options={[
            { value: "", text: text.allPeople },
            ...people.map((one) => ({ value: one.userId, text: one.name })),
          ]}
          onChange={(value) => setSearch({ person: value })}
        />
        <SearchInput
          label={text.subjectFilter}
          value={query.subjectId ?? ""}
          onChange={(value) => setSearch({ subject: value })}
        />
      </div>
      <ListState
        list={list}
        rows={8}
        empty={<EmptyState icon="search" title={text.noRecords}>{text.noRecordsHint}</EmptyState>}
      >
        {(records) => (
          <Table
            label={text.audit}
            rows={records}
            rowKey={(record) => record.id}
            columns={[
              {
                title: text.action,
                kind: "main",
                cell: (record) => (
                  <>
                    {text.auditActions[record.action] ?? record.action}
                    <AuditDetails record={record} />
                  </>
                ),
              },
              { title: text.person, cell: (record) => <Person record={record} /> },
              {
                title: text.subject,
                cell: (record) => (
                  <button
                    type="button"
                    className="link-button audit-subject"
                    title={record.subjectId}
                    onClick={() => setSearch({ subject: record.subjectId })}
                  >
                    <code>{record.subjectId}</code>
                  </button>
                ),
              },
              { title: text.time, cell: (record) => <DateTime time={record.createdAt} /> },
            ]}
          />
        )}
      </ListState>
    </Section>
  );
}

function Person({ record }: { record: AuditRecord }) {
  const text = texts.settings;
  if (record.userId === null) return <>{text.byOperator}</>;
  return (
    <>
      {record.userName ?? <code>{record.userId}</code>}
      {record.apiKeyId !== null && <div className="muted">{text.byKey} {record.apiKeyName ?? ""}</div>}
    </>
  );
}

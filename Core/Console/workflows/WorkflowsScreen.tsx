import { useState } from "react";
import { useList } from "../api/queries";
import type { WorkflowSummary } from "../api/types";
import { useSearch } from "../app/location";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { FilterSelect } from "../components/Field";
import { SkeletonTable } from "../components/Loading";
import { MoreButton } from "../components/MoreButton";
import { Page } from "../components/Page";
import { SearchInput } from "../components/SearchInput";
import { texts } from "../texts";
import { NewWorkflowDialog } from "./NewWorkflowDialog";
import { WorkflowTable } from "./WorkflowTable";

type Start = "empty" | "template";

export default function WorkflowsScreen() {
  const [search, setSearch] = useSearch();
  const [start, setStart] = useState<Start | null>(null);
  const [q, status, kind] = ["q", "status", "kind"].map((name) => search.get(name) ?? "");
  const sort = search.get("sort") ?? "updated";
  const list = useList("/api/workflows", {
    query: { limit: 100, q: q || undefined, status: status as never, kind: kind as never },
  });
  const isFiltered = Boolean(q || status || kind);
  const clear = () => setSearch({ q: null, status: null, kind: null });
  const create = <Button kind="primary" icon="add" onClick={() => setStart("empty")}>{texts.workflows.create}</Button>;
  return (
    <Page title={texts.workflows.title} actions={create}>
      <div className="filters" role="search">
        <SearchInput label={texts.workflows.search} value={q ?? ""} onChange={(q) => setSearch({ q })} />
        <FilterSelect
          label={texts.workflows.status}
          value={status ?? ""}
          onChange={(status) => setSearch({ status })}
          options={[
            { value: "", text: texts.workflows.statusAll },
            { value: "deployed", text: texts.statuses["deployed"] ?? "" },
            { value: "draft", text: texts.statuses["draft"] ?? "" },
          ]}
        />
        <FilterSelect
          label={texts.workflows.kind}
          value={kind ?? ""}
          onChange={(kind) => setSearch({ kind })}
          options={[
            { value: "", text: texts.workflows.kindAll },
            { value: "workflow", text: texts.workflows.kindWorkflow },
            { value: "script", text: texts.workflows.kindScript },
          ]}
        />
        <FilterSelect
          label={texts.workflows.sort}
          value={sort}
          onChange={(sort) => setSearch({ sort: sort === "updated" ? null : sort })}
          options={[
            { value: "updated", text: texts.workflows.sortUpdated },
            { value: "created", text: texts.workflows.sortCreated },
            { value: "name", text: texts.workflows.sortName },
          ]}
        />
      </div>
      {list.error !== undefined && <ErrorMessage error={list.error} onRetry={() => void list.refresh()} />}
      {list.elements === undefined
        ? list.error === undefined && <SkeletonTable />
        : list.elements.length > 0
        ? <WorkflowTable workflows={sorted(list.elements, sort)} />
        : isFiltered
        ? (
          <EmptyState
            icon="search"
            title={texts.workflows.noMatch}
            actions={<Button onClick={clear}>{texts.workflows.clearFilters}</Button>}
          >
            {texts.workflows.noMatchHint}
          </EmptyState>
        )
        : (
          <EmptyState
            icon="workflow"
            title={texts.workflows.empty}
            actions={
              <>
                <Button kind="primary" onClick={() => setStart("template")}>{texts.workflows.fromTemplate}</Button>
                <Button onClick={() => setStart("empty")}>{texts.workflows.create}</Button>
              </>
            }
          >
            {texts.workflows.emptyHint}
          </EmptyState>
        )}
      <MoreButton list={list} />
      {start && <NewWorkflowDialog start={start} kind="workflow" onClose={() => setStart(null)} />}
    </Page>
  );
}

function sorted(workflows: readonly WorkflowSummary[], by: string): WorkflowSummary[] {
  if (by === "name") return [...workflows].sort((a, b) => a.name.localeCompare(b.name));
  const member = by === "created" ? "createdAt" : "updatedAt";
  return [...workflows].sort((a, b) => b[member].localeCompare(a[member]));
}

import { useState } from "react";
import { useList } from "../api/queries";
import { useSearch } from "../app/location";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { SkeletonTable } from "../components/Loading";
import { MoreButton } from "../components/MoreButton";
import { Page } from "../components/Page";
import { SearchInput } from "../components/SearchInput";
import { texts } from "../texts";
import { NewWorkflowDialog } from "../workflows/NewWorkflowDialog";
import { WorkflowTable } from "../workflows/WorkflowTable";

export default function FunctionsScreen() {
  const [search, setSearch] = useSearch();
  const [isCreating, setIsCreating] = useState(false);
  const q = search.get("q") ?? "";
  const list = useList("/api/workflows", { query: { limit: 100, kind: "script", q: q || undefined } });
  const create = (
    <Button kind="primary" icon="add" onClick={() => setIsCreating(true)}>{texts.workflows.createFunction}</Button>
  );
  return (
    <Page title={texts.functions.title} actions={create}>
      <div className="filters" role="search">
        <SearchInput label={texts.workflows.search} value={q} onChange={(q) => setSearch({ q })} />
      </div>
      {list.error !== undefined && <ErrorMessage error={list.error} onRetry={() => void list.refresh()} />}
      {list.elements === undefined
        ? list.error === undefined && <SkeletonTable />
        : list.elements.length > 0
        ? <WorkflowTable workflows={list.elements} areFunctions />
        : q
        ? <EmptyState icon="search" title={texts.workflows.noMatch}>{texts.workflows.noMatchHint}</EmptyState>
        : (
          <EmptyState
            icon="function"
            title={texts.functions.empty}
            actions={<Button onClick={() => setIsCreating(true)}>{texts.workflows.createFunction}</Button>}
          >
            {texts.functions.emptyHint}
          </EmptyState>
        )}
      <MoreButton list={list} />
      {isCreating && <NewWorkflowDialog start="empty" kind="script" onClose={() => setIsCreating(false)} />}
    </Page>
  );
}

import { type ReactNode, useState } from "react";
import type { List } from "../api/queries";
import type { RunSummary } from "../api/types";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { SkeletonTable } from "../components/Loading";
import { MoreButton } from "../components/MoreButton";
import { texts } from "../texts";
import { BulkActions } from "./BulkActions";
import { RunTable } from "./RunTable";

interface Props {
  list: List<RunSummary>;
  names?: Map<string, string> | undefined;
  isFiltered: boolean;
  onClearFilters(): void;
  /** What to do when there is no run yet. */
  emptyActions?: ReactNode;
  emptyHint?: string;
}

/** A list of runs with its selection, and what is shown in its place. */
export function RunList({ list, names, isFiltered, onClearFilters, emptyActions, emptyHint }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { elements } = list;
  return (
    <>
      {list.error !== undefined && <ErrorMessage error={list.error} onRetry={() => void list.refresh()} />}
      <BulkActions
        selected={selected}
        onSelectAll={() => setSelected(new Set(elements?.map((run) => run.id)))}
        onClear={() => setSelected(new Set())}
      />
      {elements === undefined
        ? list.error === undefined && <SkeletonTable />
        : elements.length > 0
        ? <RunTable runs={elements} names={names} selected={selected} onSelect={setSelected} />
        : isFiltered
        ? (
          <EmptyState
            icon="search"
            title={texts.runs.noMatch}
            actions={<Button onClick={onClearFilters}>{texts.workflows.clearFilters}</Button>}
          >
            {texts.runs.noMatchHint}
          </EmptyState>
        )
        : (
          <EmptyState icon="runs" title={texts.runs.empty} actions={emptyActions}>
            {emptyHint ?? texts.runs.emptyHint}
          </EmptyState>
        )}
      <MoreButton list={list} />
    </>
  );
}

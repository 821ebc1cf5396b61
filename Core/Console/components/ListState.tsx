import type { ReactNode } from "react";
import type { List } from "../api/queries";
import { ErrorMessage } from "./ErrorMessage";
import { SkeletonTable } from "./Loading";
import { MoreButton } from "./MoreButton";

interface Props<T> {
  list: List<T>;
  /** What is shown for a list without elements. */
  empty: ReactNode;
  /** Rows of the skeleton: about as many as will come, so that nothing jumps. */
  rows?: number;
  children: (elements: T[]) => ReactNode;
}

/** A list in each of its states: loading, failed, empty, and with a button for its further pages. */
export function ListState<T>({ list, empty, rows = 4, children }: Props<T>) {
  if (!list.elements) {
    return list.error === undefined
      ? <SkeletonTable rows={rows} />
      : <ErrorMessage error={list.error} onRetry={() => void list.refresh()} />;
  }
  return (
    <>
      {list.error !== undefined && <ErrorMessage error={list.error} onRetry={() => void list.refresh()} />}
      {list.elements.length === 0 ? empty : children(list.elements)}
      <MoreButton list={list} />
    </>
  );
}

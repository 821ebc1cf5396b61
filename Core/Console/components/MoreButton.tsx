import type { List } from "../api/queries";
import { texts } from "../texts";
import { Button } from "./Button";
import { ErrorMessage } from "./ErrorMessage";

/** Loads the next page of a list, if there is one. */
export function MoreButton({ list }: { list: List<unknown> }) {
  if (!list.hasMore) return null;
  return (
    <div className="more">
      {list.moreError !== undefined && <ErrorMessage error={list.moreError} />}
      <Button isBusy={list.isLoadingMore} onClick={list.loadMore}>{texts.common.loadMore}</Button>
    </div>
  );
}

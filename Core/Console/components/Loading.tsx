import { texts } from "../texts";

/** Grey lines in the place of a list or a text that is being loaded, so that nothing jumps when it arrives. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status" aria-label={texts.common.loading}>
      {Array.from({ length: lines }, (_, index) => <div key={index} className="skeleton-line" />)}
    </div>
  );
}

/** A list that is being loaded. */
export function SkeletonTable({ rows = 6 }: { rows?: number }) {
  return (
    <div className="table-frame">
      <div className="skeleton skeleton-table" role="status" aria-label={texts.common.loading}>
        {Array.from({ length: rows }, (_, index) => <div key={index} className="skeleton-line" />)}
      </div>
    </div>
  );
}

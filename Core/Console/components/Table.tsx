import { Fragment, type ReactNode } from "react";

export interface Column<T> {
  /** The heading, also shown beside the value on narrow screens. */
  title: string;
  cell(row: T): ReactNode;
  /** `end` for numbers; `tight` for actions, without a heading that is seen. */
  kind?: "main" | "end" | "tight";
}

interface Props<T> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey(row: T): string;
  /** What is shown below a row, over all columns. */
  details?(row: T): ReactNode;
}

/** Rows and columns; on narrow screens each row is a card. */
export function Table<T>({ label, columns, rows, rowKey, details }: Props<T>) {
  return (
    <div className="table-frame">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={`cell-${column.kind ?? "normal"}`}>
                {column.kind === "tight" ? <span className="visually-hidden">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const more = details?.(row);
            return (
              <Fragment key={rowKey(row)}>
                <tr>
                  {columns.map((column) => (
                    <td key={column.title} className={`cell-${column.kind ?? "normal"}`} data-title={column.title}>
                      <div>{column.cell(row)}</div>
                    </td>
                  ))}
                </tr>
                {more && (
                  <tr className="table-details">
                    <td colSpan={columns.length}>{more}</td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

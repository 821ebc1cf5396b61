import { texts } from "../../texts";
import { cellText, type StatementResult } from "./statementResults";

/** The rows that a statement returned, or how many it changed. */
export function QueryResult({ result }: { result: StatementResult }) {
  const text = texts.resources;
  const { rows, columns, changes } = result;
  if (rows.length === 0) {
    return <p className="muted" role="status">{changes ? text.changes(changes) : text.noRows}</p>;
  }
  return (
    <>
      <p className="muted" role="status">{text.rows(rows.length)}</p>
      {/* Wide results scroll within: the columns are the reader's, and no card can show them. */}
      <div className="table-frame" tabIndex={0} role="region" aria-label={text.rows(rows.length)}>
        <table className="table-plain">
          <thead>
            <tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column} className={row[column] === null ? "muted" : ""}>{cellText(row[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

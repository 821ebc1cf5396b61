import { type KeyboardEvent, useState } from "react";
import { useAction } from "../../api/queries";
import { useOnce } from "../../api/useOnce";
import { Button } from "../../components/Button";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Field } from "../../components/Field";
import { texts } from "../../texts";
import { sendResource } from "./endpoints";
import type { ResourceProps } from "./kinds";
import { QueryResult } from "./QueryResult";
import { resultsOf, type StatementResult } from "./statementResults";

const tablesQuery = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' " +
  "AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY name";

/** A D1 database: its tables, and a box for statements. */
export function DatabaseView({ connectionId, id }: ResourceProps) {
  const [sql, setSQL] = useState("");
  const [parameters, setParameters] = useState("");
  const [results, setResults] = useState<StatementResult[]>();
  const text = texts.resources;
  const query = (statement: string, params: unknown[] = []) =>
    sendResource("post", "/api/resources/d1/databases/{databaseId}/query", { databaseId: id }, {
      body: { connectionId, sql: statement, params },
    }).then(resultsOf);
  const tables = useOnce(() => query(tablesQuery));
  const run = useAction(async (statement: string, values: string) => {
    setResults(await query(statement, readParameters(values)));
    // A statement may have created a table.
    if (!/^\s*(select|explain|pragma)\b/i.test(statement)) tables.retry();
  });
  const isReady = sql.trim() !== "";
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isReady) return;
    event.preventDefault();
    void run.run(sql, parameters);
  };
  const names = (tables.value?.[0]?.rows ?? []).map((row) => String(row.name));
  return (
    <>
      {names.length > 0 && (
        <div className="chips" role="group" aria-label={text.tables}>
          {names.map((name) => (
            <button
              key={name}
              type="button"
              className="chip"
              onClick={() => {
                const statement = `SELECT * FROM "${name.replace(/"/g, '""')}" LIMIT 50`;
                setSQL(statement);
                setParameters("");
                void run.run(statement, "");
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      <div className="form">
        <Field label={text.sql} hint={text.runHint}>
          <textarea
            className="input input-code"
            rows={4}
            spellCheck={false}
            value={sql}
            onKeyDown={onKeyDown}
            onChange={(event) => setSQL(event.target.value)}
          />
        </Field>
        <Field label={text.parameters} hint={text.parametersHint}>
          <input
            className="input input-code"
            spellCheck={false}
            placeholder="[]"
            value={parameters}
            onKeyDown={onKeyDown}
            onChange={(event) => setParameters(event.target.value)}
          />
        </Field>
        <div>
          <Button
            kind="primary"
            icon="play"
            disabled={!isReady}
            isBusy={run.isBusy}
            onClick={() => void run.run(sql, parameters)}
          >
            {text.run}
          </Button>
        </div>
      </div>
      {run.error !== undefined && <ErrorMessage error={run.error} />}
      {run.error === undefined && results?.map((result, index) => <QueryResult key={index} result={result} />)}
    </>
  );
}

function readParameters(written: string): unknown[] {
  if (written.trim() === "") return [];
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    // Told apart below.
  }
  if (!Array.isArray(value)) throw new Error(texts.resources.parametersInvalid);
  return value;
}

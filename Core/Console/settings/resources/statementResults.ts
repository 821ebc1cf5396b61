/** What a statement of D1 returned. */
export interface StatementResult {
  columns: string[];
  rows: Record<string, unknown>[];
  /** How many rows it changed; `null` if the provider does not say. */
  changes: number | null;
}

/** The results of a response: providers return one for each statement. */
export function resultsOf(response: Record<string, unknown>): StatementResult[] {
  const data = Array.isArray(response.data) ? response.data as Record<string, unknown>[] : [];
  return data.map((each) => {
    const rows = Array.isArray(each.results) ? each.results as Record<string, unknown>[] : [];
    const changes = (each.meta as { changes?: unknown } | undefined)?.changes;
    return {
      columns: [...new Set(rows.flatMap((row) => Object.keys(row)))],
      rows,
      changes: typeof changes === "number" ? changes : null,
    };
  });
}

/** A value of a row as a table shows it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "string" ? value : JSON.stringify(value);
}

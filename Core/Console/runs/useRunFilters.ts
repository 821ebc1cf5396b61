import { useMemo } from "react";
import type { ArgumentsOf } from "../api/client";
import { useSearch } from "../app/location";
import { startOf } from "./periods";

type Query = NonNullable<ArgumentsOf<"get", "/api/runs">["query"]>;

interface RunFilters {
  query: Query;
  isFiltered: boolean;
  clear(): void;
}

const names = ["q", "status", "workflow", "version", "connection", "period", "test"];

/** What the address of the page filters runs by. */
export function useRunFilters(): RunFilters {
  const [search, setSearch] = useSearch();
  const period = search.get("period");
  const createdAfter = useMemo(() => startOf(period, Date.now()), [period]);
  return {
    query: {
      limit: 50,
      status: (search.get("status") ?? "") as never,
      versionId: search.get("version") ?? "",
      connectionId: search.get("connection") ?? "",
      q: search.get("q") || undefined,
      ...(search.get("test") === "true" ? { test: true } : {}),
      ...(createdAfter ? { createdAfter } : {}),
    },
    isFiltered: names.some((name) => search.get(name)),
    clear: () => setSearch(Object.fromEntries(names.map((name) => [name, null]))),
  };
}

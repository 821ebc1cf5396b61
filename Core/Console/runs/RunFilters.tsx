import { useList } from "../api/queries";
import { useSearch } from "../app/location";
import { FilterSelect } from "../components/Field";
import { SearchInput } from "../components/SearchInput";
import { texts } from "../texts";
import { periods } from "./periods";
import { StatusFilter } from "./StatusFilter";

interface Props {
  workflowId?: string;
  workflows?: Map<string, string>;
  /** Of a function, which has no other runs than tests. */
  areTests?: boolean;
}

/** The filters of a list of runs, which the address of the page keeps; of one workflow its versions are among them. */
export function RunFilters({ workflowId, workflows, areTests = false }: Props) {
  const [search, setSearch] = useSearch();
  const connections = useList("/api/connections", { query: { limit: 100 } });
  const versions = useList("/api/workflows/{workflowId}/versions", {
    path: { workflowId: workflowId ?? "" },
    query: { limit: 100 },
  }, { enabled: workflowId !== undefined });
  const text = texts.runs;
  return (
    <div className="filters" role="search">
      <SearchInput label={text.search} value={search.get("q") ?? ""} onChange={(q) => setSearch({ q })} />
      <StatusFilter value={search.get("status") ?? ""} onChange={(status) => setSearch({ status })} />
      {workflows && (
        <FilterSelect
          label={text.workflow}
          value={search.get("workflow") ?? ""}
          onChange={(workflow) => setSearch({ workflow })}
          options={[{ value: "", text: text.workflowAll }, ...[...workflows].map(([value, text]) => ({ value, text }))]}
        />
      )}
      {workflowId !== undefined && !areTests && (
        <FilterSelect
          label={text.versionLabel}
          value={search.get("version") ?? ""}
          onChange={(version) => setSearch({ version })}
          options={[
            { value: "", text: text.versionAll },
            ...(versions.elements ?? []).map(({ id, version }) => ({ value: id, text: text.version(version) })),
          ]}
        />
      )}
      <FilterSelect
        label={text.connection}
        value={search.get("connection") ?? ""}
        onChange={(connection) => setSearch({ connection })}
        options={[
          { value: "", text: text.connectionAll },
          ...(connections.elements ?? []).map(({ id, name }) => ({ value: id, text: name })),
        ]}
      />
      <FilterSelect
        label={text.period}
        value={search.get("period") ?? ""}
        onChange={(period) => setSearch({ period })}
        options={[
          { value: "", text: text.periodAll },
          ...periods.map((value) => ({ value, text: text.periods[value] })),
        ]}
      />
      {!areTests && (
        <FilterSelect
          label={text.tests}
          value={search.get("test") ?? ""}
          onChange={(test) => setSearch({ test })}
          options={[{ value: "", text: text.testsNone }, { value: "true", text: text.testsOnly }]}
        />
      )}
    </div>
  );
}

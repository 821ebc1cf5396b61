import { useList } from "../api/queries";
import { useSearch } from "../app/location";
import { ButtonLink } from "../components/Button";
import { FilterSelect } from "../components/Field";
import { Page } from "../components/Page";
import { texts } from "../texts";
import { RunList } from "./RunList";
import { StatusFilter } from "./StatusFilter";
import { useRuns } from "./useRuns";

/** The runs of all workflows of the project. */
export default function RunsScreen() {
  const [search, setSearch] = useSearch();
  const [status, workflow] = [search.get("status") ?? "", search.get("workflow") ?? ""];
  const workflows = useList("/api/workflows", { query: { kind: "workflow", limit: 100 } });
  const list = useRuns(workflow, { limit: 50, status: status as never });
  const names = new Map(workflows.elements?.map(({ id, name }) => [id, name]));
  return (
    <Page title={texts.runs.title}>
      <div className="filters" role="search">
        <StatusFilter value={status} onChange={(status) => setSearch({ status })} />
        <FilterSelect
          label={texts.runs.workflow}
          value={workflow}
          onChange={(workflow) => setSearch({ workflow })}
          options={[
            { value: "", text: texts.runs.workflowAll },
            ...(workflows.elements ?? []).map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
      </div>
      <RunList
        list={list}
        names={names}
        isFiltered={Boolean(status || workflow)}
        onClearFilters={() => setSearch({ status: null, workflow: null })}
        emptyActions={<ButtonLink to="/workflows" kind="primary">{texts.common.toWorkflows}</ButtonLink>}
      />
    </Page>
  );
}

import { useList } from "../api/queries";
import { useSearch } from "../app/location";
import { ButtonLink } from "../components/Button";
import { Page } from "../components/Page";
import { texts } from "../texts";
import { RunFilters } from "./RunFilters";
import { RunList } from "./RunList";
import { RunStats } from "./RunStats";
import { useRunFilters } from "./useRunFilters";
import { useRuns } from "./useRuns";

/** The runs of all workflows of the project. */
export default function RunsScreen() {
  const [search] = useSearch();
  const filters = useRunFilters();
  const workflows = useList("/api/workflows", { query: { kind: "workflow", limit: 100 } });
  const list = useRuns(search.get("workflow") ?? "", filters.query);
  const names = new Map(workflows.elements?.map(({ id, name }) => [id, name]));
  return (
    <Page title={texts.runs.title}>
      <RunStats workflowId={search.get("workflow") ?? ""} />
      <RunFilters workflows={names} />
      <RunList
        list={list}
        names={names}
        isFiltered={filters.isFiltered}
        onClearFilters={filters.clear}
        emptyActions={<ButtonLink to="/workflows" kind="primary">{texts.common.toWorkflows}</ButtonLink>}
      />
    </Page>
  );
}

import { useEffect, useMemo, useState } from "react";
import type { VersionSummary } from "../api/types";
import { ErrorMessage } from "../components/ErrorMessage";
import { FilterSelect } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { TabChoice } from "../components/Tabs";
import { difference } from "../document/difference";
import type { WorkflowDocument } from "../document/model";
import { loadDocument } from "../editor/workflowDocument";
import { texts } from "../texts";
import { DifferenceGraph } from "./DifferenceGraph";
import { DifferenceList } from "./DifferenceList";
import { TextDifference } from "./TextDifference";

type View = "list" | "graph" | "text";

/** Two versions beside each other. */
export function Comparison({ workflowId, versions }: { workflowId: string; versions: readonly VersionSummary[] }) {
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({});
  const [view, setView] = useState<View>("list");
  const [focus, setFocus] = useState<string | null>(null);
  const to = chosen.to ?? versions[0].id;
  const from = chosen.from ?? versions[1]?.id;
  const pair = useDocuments(workflowId, from, to);
  const found = useMemo(() => pair.documents && difference(...pair.documents), [pair.documents]);
  const options = versions.map(({ id, version }) => ({ value: id, text: texts.versions.number(version) }));
  if (from === undefined) return <p className="muted">{texts.versions.compareOne}</p>;
  return (
    <section className="card comparison" aria-label={texts.versions.compareTitle}>
      <div className="comparison-head">
        <h2>{texts.versions.compareTitle}</h2>
        <FilterSelect
          label={texts.versions.compareFrom}
          value={from}
          options={options}
          onChange={(id) => setChosen({ ...chosen, from: id })}
        />
        <span>{texts.versions.compareTo}</span>
        <FilterSelect
          label={texts.versions.compareTo}
          value={to}
          options={options}
          onChange={(id) => setChosen({ ...chosen, to: id })}
        />
        <TabChoice<View>
          label={texts.versions.views}
          value={view}
          onChange={setView}
          choices={[
            { value: "list", text: texts.versions.asList },
            { value: "graph", text: texts.versions.asGraph },
            { value: "text", text: texts.versions.asText },
          ]}
        />
      </div>
      {pair.error !== undefined && <ErrorMessage error={pair.error} />}
      {!found && pair.error === undefined && <Skeleton />}
      {found && pair.documents && view === "list" && (
        <DifferenceList
          difference={found}
          onSelect={(id) => {
            setFocus(id);
            setView("graph");
          }}
        />
      )}
      {found && pair.documents && view === "graph" && (
        <DifferenceGraph before={pair.documents[0]} after={pair.documents[1]} difference={found} focus={focus} />
      )}
      {found && pair.documents && view === "text" && (
        found.added.length + found.removed.length + found.changed.length + found.moved.length +
              found.document.length + found.edges.added.length + found.edges.removed.length === 0
          ? <p className="muted">{texts.versions.noDifference}</p>
          : <TextDifference before={pair.documents[0]} after={pair.documents[1]} />
      )}
    </section>
  );
}

interface Pair {
  documents?: [WorkflowDocument, WorkflowDocument];
  error?: unknown;
}

function useDocuments(workflowId: string, from: string | undefined, to: string): Pair {
  const [pair, setPair] = useState<Pair & { key?: string }>({});
  const key = `${from} ${to}`;
  useEffect(() => {
    if (from === undefined) return;
    let isCurrent = true;
    Promise.all([loadDocument(workflowId, from), loadDocument(workflowId, to)]).then(
      (documents) => isCurrent && setPair({ documents, key }),
      (error) => isCurrent && setPair({ error, key }),
    );
    return () => {
      isCurrent = false;
    };
  }, [workflowId, from, to]);
  return pair.key === key ? pair : {};
}

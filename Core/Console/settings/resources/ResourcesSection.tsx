import { useList } from "../../api/queries";
import { useSearch } from "../../app/location";
import { EmptyState } from "../../components/EmptyState";
import { FilterSelect } from "../../components/Field";
import { ListState } from "../../components/ListState";
import { TabChoice } from "../../components/Tabs";
import { texts } from "../../texts";
import { Section } from "../Section";
import { BucketView } from "./BucketView";
import { DatabaseView } from "./DatabaseView";
import { NamespaceView } from "./NamespaceView";
import { QueueView } from "./QueueView";
import { type Kind, kinds } from "./kinds";
import { ResourceList } from "./ResourceList";

const views = { kv: NamespaceView, d1: DatabaseView, r2: BucketView, queues: QueueView };

/** KV, D1, R2 and queues of the account of a connection; the address names what is shown. */
export function ResourcesSection() {
  const [search, setSearch] = useSearch();
  const connections = useList("/api/connections", { query: { limit: 100 } });
  const text = texts.resources;
  const kind: Kind = kinds.find((one) => one === search.get("kind")) ?? "kv";
  const resource = search.get("name");
  return (
    <Section title={texts.settings.resources} hint={text.noConnectionHint}>
      <ListState
        list={connections}
        empty={<EmptyState icon="settings" title={text.noConnection}>{text.noConnectionHint}</EmptyState>}
      >
        {(all) => {
          const connection = all.find((one) => one.id === search.get("connection")) ?? all[0];
          if (!connection) return null;
          const View = views[kind];
          const key = `${connection.id} ${kind} ${resource}`;
          return (
            <>
              <div className="filters">
                <FilterSelect
                  label={text.connection}
                  value={connection.id}
                  options={all.map((one) => ({ value: one.id, text: one.name }))}
                  onChange={(id) => setSearch({ connection: id, name: null })}
                />
              </div>
              <TabChoice
                label={text.kind}
                value={kind}
                choices={kinds.map((value) => ({ value, text: text.kinds[value] }))}
                onChange={(value) => setSearch({ kind: value, name: null })}
              />
              {resource === null
                ? (
                  <ResourceList
                    key={key}
                    connectionId={connection.id}
                    kind={kind}
                    onOpen={(id) => setSearch({ name: id })}
                  />
                )
                : (
                  <>
                    <h3 className="resource-name">
                      <button type="button" className="link-button" onClick={() => setSearch({ name: null })}>
                        {text.kinds[kind]}
                      </button>{" "}
                      / {resource}
                    </h3>
                    <View key={key} connectionId={connection.id} id={resource} />
                  </>
                )}
            </>
          );
        }}
      </ListState>
    </Section>
  );
}

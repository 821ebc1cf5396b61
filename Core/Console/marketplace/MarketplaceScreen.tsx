import { useList } from "../api/queries";
import type { Catalogue, MarketplaceEntry } from "../api/types";
import { useSearch } from "../app/location";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { FilterSelect } from "../components/Field";
import { ListState } from "../components/ListState";
import { Page } from "../components/Page";
import { SearchInput } from "../components/SearchInput";
import { texts } from "../texts";
import { CategoryChoice } from "./CategoryChoice";
import { NodeCard } from "./NodeCard";

const kinds: MarketplaceEntry["kinds"] = ["node", "provider", "storage", "endpoint"];

/** The nodes that the registries offer and those that are installed; the search is in the address. */
export default function MarketplaceScreen() {
  const [search, setSearch] = useSearch();
  const text = texts.marketplace;
  const installed = search.get("installed") ?? "";
  // Other words in an address are none of the server's.
  const kind = kinds.find((one) => one === search.get("kind"));
  const query = {
    q: search.get("q") ?? "",
    category: search.get("category") ?? "",
    ...(installed === "" ? {} : { installed: installed === "true" }),
    ...(kind ? { kind } : {}),
    limit: 60,
  };
  const list = useList("/api/marketplace", { query });
  // With the categories and the registries beside the elements of the page.
  const catalogue = list.value as Catalogue | undefined;
  const failed = (catalogue?.registries ?? []).filter((registry) => !registry.isReachable);
  const isFiltered = query.q !== "" || query.category !== "" || installed !== "" || kind !== undefined;
  return (
    <Page title={text.title}>
      <div className="filters">
        <SearchInput label={text.search} value={query.q} onChange={(q) => setSearch({ q })} />
        <FilterSelect
          label={text.filter}
          value={installed}
          options={text.filters}
          onChange={(value) => setSearch({ installed: value })}
        />
        <FilterSelect
          label={text.kind}
          value={kind ?? ""}
          options={[
            { value: "", text: text.allKinds },
            ...kinds.map((value) => ({ value, text: text.kindsOf[value] })),
          ]}
          onChange={(value) => setSearch({ kind: value })}
        />
      </div>
      <CategoryChoice
        categories={catalogue?.categories ?? []}
        value={query.category}
        onChange={(category) => setSearch({ category })}
      />
      {failed.map((registry) => (
        <div key={registry.name} className="notice notice-bad">
          <p>{text.registryFailed(registry.name)}</p>
          <p className="muted">{registry.error}</p>
        </div>
      ))}
      <ListState
        list={list}
        rows={6}
        empty={catalogue?.registries.length === 0 && !isFiltered
          ? <EmptyState icon="marketplace" title={text.noRegistry}>{text.noRegistryHint}</EmptyState>
          : (
            <EmptyState
              icon="search"
              title={text.noNodes}
              actions={
                <Button onClick={() => setSearch({ q: null, category: null, installed: null, kind: null })}>
                  {text.showAll}
                </Button>
              }
            >
              {text.noNodesHint}
            </EmptyState>
          )}
      >
        {(nodes) => (
          <ul className="node-cards" aria-label={text.title}>
            {nodes.map((node) => (
              <li key={node.id}>
                <NodeCard node={node} />
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </Page>
  );
}

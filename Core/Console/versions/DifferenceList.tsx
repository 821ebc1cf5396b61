import type { Difference } from "../document/difference";
import { texts } from "../texts";

/** What differs between two documents, by node. */
export function DifferenceList({ difference, onSelect }: { difference: Difference; onSelect?(id: string): void }) {
  const { added, removed, changed, moved, edges, document } = difference;
  const text = texts.versions;
  const groups: [kind: string, title: string, items: [id: string | undefined, name: string, note?: string][]][] = [
    ["added", text.added, added.map((node) => [node.id, node.name])],
    ["removed", text.removed, removed.map((node) => [node.id, node.name])],
    ["changed", text.changed, changed.map(({ node, members }) => [node.id, node.name, members.join(", ")])],
    ["moved", text.moved, moved.map((node) => [node.id, node.name])],
    ["added", text.edgesAdded, edges.added.map((way) => [undefined, way])],
    ["removed", text.edgesRemoved, edges.removed.map((way) => [undefined, way])],
    ["changed", text.document, document.map((name) => [undefined, name])],
  ];
  const shown = groups.filter(([, , items]) => items.length > 0);
  if (shown.length === 0) return <p className="muted">{text.noDifference}</p>;
  return (
    <dl className="difference">
      {shown.map(([kind, title, items]) => (
        <div key={title} className={`difference-group difference-${kind}`}>
          <dt>
            {title} <span className="difference-count">{items.length}</span>
          </dt>
          <dd>
            <ul>
              {items.map(([id, name, note]) => (
                <li key={(id ?? "") + name}>
                  {id !== undefined && onSelect
                    ? <button type="button" className="link" onClick={() => onSelect(id)}>{name}</button>
                    : name}
                  {note && <span className="muted">: {note}</span>}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

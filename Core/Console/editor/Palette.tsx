import { memo, useMemo, useState } from "react";
import type { Node } from "../api/types";
import type { TypeFacts } from "../canvas/Canvas";
import { TypeIcon } from "../canvas/typeIcons";
import { texts } from "../texts";
import { type NodeTypes, searchTypes } from "./nodeTypes";

interface Props {
  types: NodeTypes;
  facts: ReadonlyMap<string, TypeFacts>;
  kind: "workflow" | "script";
  onChoose(type: Node): void;
}

/** The type of what a drag carries. */
export const dragType = "application/x-millrace-node";

/** The node types by category: one is dragged to the canvas, or added after the selected node by a click. */
export const Palette = memo(function Palette({ types, facts, kind, onChoose }: Props) {
  const [text, setText] = useState("");
  const groups = useMemo(() => {
    const found = new Map<string, Node[]>();
    for (const type of searchTypes(types, text, kind)) {
      found.get(type.category)?.push(type) ?? found.set(type.category, [type]);
    }
    return [...found].sort(([left], [right]) => Number(right === "Core") - Number(left === "Core"));
  }, [types, text, kind]);
  return (
    <section className="palette" aria-label={texts.editor.palette}>
      <input
        className="input palette-search"
        type="search"
        aria-label={texts.editor.search}
        placeholder={texts.editor.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="palette-groups">
        {groups.map(([category, nodes]) => (
          <section key={category} aria-label={category}>
            <h3>{category}</h3>
            {nodes.map((type) => (
              <button
                key={type.id}
                type="button"
                className="palette-item"
                title={type.description}
                draggable
                onDragStart={(event) => {
                  event.dataTransfer.setData(dragType, type.id);
                  event.dataTransfer.effectAllowed = "copy";
                }}
                onClick={() => onChoose(type)}
              >
                <TypeIcon type={type.id} icon={facts.get(type.id)?.icon} />
                <span>{type.name}</span>
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className="muted">{texts.editor.searchNone}</p>}
      </div>
    </section>
  );
});

import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { Node } from "../api/types";
import { TypeIcon } from "../canvas/typeIcons";
import type { TypeFacts } from "../canvas/Canvas";
import { Dialog } from "../components/Dialog";
import { texts } from "../texts";
import { type NodeTypes, searchTypes } from "./nodeTypes";

interface Props {
  types: NodeTypes;
  facts: ReadonlyMap<string, TypeFacts>;
  kind: "workflow" | "script";
  onChoose(type: Node): void;
  onClose(): void;
}

/** Finds a node type by words; arrow keys choose. */
export function NodeSearch({ types, facts, kind, onChoose, onClose }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [index, setIndex] = useState(0);
  const found = useMemo(() => searchTypes(types, text, kind).slice(0, 60), [types, text, kind]);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const chosen = found[Math.min(index, found.length - 1)];
  useEffect(() => {
    if (chosen) document.getElementById(`${id}-${chosen.id}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, id]);
  return (
    <Dialog title={texts.editor.add} onClose={onClose}>
      <div className="node-search">
        <input
          ref={input}
          className="input"
          type="search"
          role="combobox"
          aria-label={texts.editor.search}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
          placeholder={texts.editor.search}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setIndex(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && chosen) {
              event.preventDefault();
              onChoose(chosen);
            }
            const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
            if (step === 0) return;
            event.preventDefault();
            setIndex(Math.max(0, Math.min(found.length - 1, index + step)));
          }}
        />
        <div id={`${id}-list`} className="node-search-list" role="listbox" aria-label={texts.editor.palette}>
          {found.map((type) => (
            <div
              key={type.id}
              id={`${id}-${type.id}`}
              className="node-search-item"
              role="option"
              aria-selected={type === chosen}
              onClick={() => onChoose(type)}
            >
              <TypeIcon type={type.id} icon={facts.get(type.id)?.icon} />
              <span className="node-search-text">
                <span className="node-search-name">{type.name}</span>
                <span className="node-search-description">{type.description}</span>
              </span>
              <span className="node-search-category">{type.category}</span>
            </div>
          ))}
        </div>
        {found.length === 0 && <p className="muted" role="status">{texts.editor.searchNone}</p>}
        <p className="muted node-search-keys">{texts.editor.searchKeys}</p>
      </div>
    </Dialog>
  );
}

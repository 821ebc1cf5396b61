import { useMemo } from "react";
import type { Compiled } from "../api/types";
import { EmptyState } from "../components/EmptyState";
import { texts } from "../texts";
import { CodeEditor } from "./CodeEditor";

interface Props {
  compiled: Compiled | undefined;
  selection: readonly string[];
  onSelect(id: string): void;
}

/** The generated code: a node and its lines light up together. */
export function GeneratedView({ compiled, selection, onSelect }: Props) {
  const lit = useMemo(() => compiled ? linesOf(compiled, new Set(selection)) : [], [compiled, selection]);
  if (!compiled) return <EmptyState icon="info" title={texts.editor.codeNone} />;
  return (
    <div className="source-view">
      <p className="source-hint muted">{texts.editor.codeHint}</p>
      <CodeEditor
        isTall
        mode="typescript"
        label={texts.editor.code}
        value={compiled.generatedCode}
        lit={lit}
        onLine={(line) => {
          const place = [...compiled.lineMap].reverse().find((entry) => entry.line <= line);
          if (place?.nodeId && !selection.includes(place.nodeId)) onSelect(place.nodeId);
        }}
      />
    </div>
  );
}

function linesOf({ lineMap, generatedCode }: Compiled, ids: ReadonlySet<string>) {
  const count = generatedCode.split("\n").length;
  return lineMap.flatMap(({ line, nodeId }, index) =>
    nodeId !== null && ids.has(nodeId) ? [{ from: line, to: (lineMap[index + 1]?.line ?? count + 1) - 1 }] : []
  );
}

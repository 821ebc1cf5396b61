import { useMemo } from "react";
import { type Json, writeJSON } from "../document/json";
import { hunks, lineDifference } from "../document/lines";
import type { WorkflowDocument } from "../document/model";
import { texts } from "../texts";

/** Two documents as text, with the lines that differ. */
export function TextDifference({ before, after }: { before: WorkflowDocument; after: WorkflowDocument }) {
  const lines = useMemo(
    () => hunks(lineDifference(writeJSON(before as Json, 2), writeJSON(after as Json, 2))),
    [before, after],
  );
  if (lines.every((line) => line === undefined)) return null;
  return (
    <pre className="text-difference" tabIndex={0} role="region" aria-label={texts.versions.asText}>
      {lines.map((line, index) =>
        line
          ? (
            <span key={index} className={`line line-${line.kind}`}>
              {line.kind === "added" ? "+ " : line.kind === "removed" ? "− " : "  "}
              {line.text}
              {"\n"}
            </span>
          )
          : <span key={index} className="line line-gap">{"  ⋯\n"}</span>
      )}
    </pre>
  );
}

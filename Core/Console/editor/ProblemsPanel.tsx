import { useState } from "react";
import type { Diagnostic } from "../api/types";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { nodeOf } from "../document/model";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";
import type { Compilation } from "./useCompile";

interface Props {
  compilation: Compilation;
  onOpen(problem: Diagnostic): void;
}

/** What is wrong with the document; a click leads to the field. */
export function ProblemsPanel({ compilation, onOpen }: Props) {
  const { store } = useEditor();
  const [isOpen, setIsOpen] = useState(true);
  const { problems, isChecking, error } = compilation;
  const errors = problems.filter((problem) => (problem.severity ?? "error") === "error").length;
  const warnings = problems.filter((problem) => problem.severity === "warning").length;
  const sorted = [...problems].sort((left, right) => rank(left) - rank(right));
  return (
    <section className="problems" aria-label={texts.editor.problems}>
      <button
        type="button"
        className="problems-head"
        aria-expanded={isOpen && problems.length > 0}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name={isOpen ? "chevronDown" : "chevronRight"} />
        <span>{texts.editor.problems}</span>
        <span className={errors ? "problems-count problems-errors" : "problems-count"} role="status">
          {error !== undefined
            ? texts.editor.checkFailed
            : errors + warnings > 0
            ? texts.editor.counts(errors, warnings)
            : isChecking
            ? texts.editor.checking
            : texts.editor.noProblems}
        </span>
      </button>
      {isOpen && error !== undefined && <ErrorMessage error={error} />}
      {isOpen && sorted.length > 0 && (
        <ul className="problems-list">
          {sorted.map((problem, index) => (
            <li key={index}>
              <button
                type="button"
                className={`problem problem-${problem.severity ?? "error"}`}
                onClick={() => onOpen(problem)}
              >
                <Icon name={problem.severity === "info" ? "info" : "error"} />
                <span className="problem-text">{problem.message}</span>
                <span className="problem-place">
                  {problem.nodeId ? nodeOf(store.state.document, problem.nodeId)?.name ?? problem.nodeId : ""}
                  {problem.line ? `, ${texts.editor.line(problem.line)}` : ""}
                </span>
                <code className="problem-code">{problem.code}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function rank({ severity }: Diagnostic): number {
  return severity === "info" ? 2 : severity === "warning" ? 1 : 0;
}

import type { Diagnostic } from "../api/types";

/** Problems that belong to no field of the form. */
export function ProblemNotes({ problems }: { problems: readonly Diagnostic[] }) {
  return (
    <>
      {problems.map((problem) => (
        <p key={problem.code + problem.pointer} className={`note note-${problem.severity ?? "error"}`}>
          {problem.message}
        </p>
      ))}
    </>
  );
}

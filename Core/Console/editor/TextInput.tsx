import { type InputHTMLAttributes, useState } from "react";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange"> & {
  value: string;
  /** - Returns: What is wrong with the text: then the value stays as it is. */
  onCommit(text: string): string | undefined;
  onProblem?(problem: string | undefined): void;
};

/** A text that is applied when the field is left or with Enter; Escape restores it. */
export function TextInput({ value, onCommit, onProblem, ...rest }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  function commit() {
    if (draft === null) return;
    const problem = draft === value ? undefined : onCommit(draft);
    onProblem?.(problem);
    if (problem === undefined) setDraft(null);
  }
  return (
    <input
      className="input"
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") {
          event.stopPropagation();
          setDraft(null);
          onProblem?.(undefined);
        }
      }}
    />
  );
}

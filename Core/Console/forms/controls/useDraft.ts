import { useState } from "react";

/** The text of an input whose value is not a text: what was typed, until the value becomes another. */
export function useDraft(
  value: unknown,
  write: (value: unknown) => string,
): [string, (text: string, value: unknown) => void] {
  const [draft, setDraft] = useState<{ text: string; written: string }>();
  const written = write(value);
  return [
    draft?.written === written ? draft.text : written,
    (text, next) => setDraft({ text, written: write(next) }),
  ];
}

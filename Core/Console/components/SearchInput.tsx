import { useEffect, useRef, useState } from "react";

interface Props {
  label: string;
  value: string;
  /** Called when typing pauses. */
  onChange(text: string): void;
}

/** A field that filters a list. */
export function SearchInput({ label, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const sent = useRef(value);
  // Another value came from outside, as when filters are cleared.
  if (value !== sent.current) {
    sent.current = value;
    if (text !== value) setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  function change(next: string) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onChange(next.trim());
    }, 250);
  }
  return (
    <input
      type="search"
      className="input search"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => change(event.target.value)}
    />
  );
}

import { useEffect, useRef, useState } from "react";

export interface Once<T> {
  value: T | undefined;
  error: unknown;
  retry(): void;
}

/** A value that is loaded once, when a dialog opens: not kept, and not shared. */
export function useOnce<T>(load: () => Promise<T>): Once<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown }>({});
  const [attempt, setAttempt] = useState(0);
  const current = useRef(load);
  useEffect(() => {
    let isCurrent = true;
    current.current().then(
      (value) => isCurrent && setState({ value }),
      (error) => isCurrent && setState({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [attempt]);
  const retry = () => {
    setState({});
    setAttempt(attempt + 1);
  };
  return { value: state.value, error: state.error, retry };
}

import { useCallback, useEffect, useRef, useState } from "react";

export interface Action<A extends unknown[], R> {
  /** Resolves to the result, or to `undefined` after an error, which is in `error` then. */
  run(...args: A): Promise<R | undefined>;
  isBusy: boolean;
  error: unknown;
  reset(): void;
}

/** A change that a button starts: whether it is on its way, and the error of its last attempt. */
export function useAction<A extends unknown[], R>(action: (...args: A) => Promise<R>): Action<A, R> {
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: undefined });
  const current = useRef(action);
  const isMounted = useRef(true);
  current.current = action;
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const run = useCallback(async (...args: A) => {
    setState({ isBusy: true, error: undefined });
    try {
      const result = await current.current(...args);
      if (isMounted.current) setState({ isBusy: false, error: undefined });
      return result;
    } catch (error) {
      if (isMounted.current) setState({ isBusy: false, error });
      return undefined;
    }
  }, []);
  const reset = useCallback(() => setState({ isBusy: false, error: undefined }), []);
  return { run, ...state, reset };
}

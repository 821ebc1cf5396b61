import { useState } from "react";
import type { Option } from "../field";

export interface LoadedOptions {
  options: Option[];
  isLoading: boolean;
  error: string | undefined;
  load: () => void;
}

/** Options that a plugin lists: loaded when the person comes to the field, and again when they come back after a failure. */
export function useOptions(loadOptions: (() => Promise<Option[]>) | undefined): LoadedOptions {
  const [state, setState] = useState<{ options?: Option[]; isLoading: boolean; error?: string }>({ isLoading: false });
  const load = () => {
    if (!loadOptions || state.isLoading) return;
    setState({ options: state.options, isLoading: true });
    loadOptions().then(
      (options) => setState({ options, isLoading: false }),
      (error) => setState({ isLoading: false, error: error instanceof Error ? error.message : String(error) }),
    );
  };
  return { options: state.options ?? [], isLoading: state.isLoading, error: state.error, load };
}

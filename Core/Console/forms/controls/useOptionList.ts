import { useEffect, useRef, useState } from "react";
import type { Option, OptionsPage, OptionsQuery } from "../field";

export interface OptionList extends OptionsPage {
  /** What was searched for. */
  search: string;
  isLoading: boolean;
  error: string | undefined;
  /** Whether anything was loaded, or failed to be. */
  isKnown: boolean;
  load(query: OptionsQuery): void;
}

const nothing = { options: [] as Option[], needs: [] as string[], search: "", isLoading: false, isKnown: false };
type State = Omit<OptionList, "load" | "error"> & { error?: string };

/**
 * The options that a vendor has for a field: pages of one search after another, of which only the last request counts.
 *
 * - Parameter key: With another one the options are forgotten.
 */
export function useOptionList(
  list: ((query: OptionsQuery) => Promise<OptionsPage>) | undefined,
  key: string | undefined,
): OptionList {
  const [state, setState] = useState<State>(nothing);
  const last = useRef(0);
  useEffect(() => {
    last.current += 1;
    setState(nothing);
  }, [key]);

  function load(query: OptionsQuery) {
    if (!list) return;
    const number = last.current += 1;
    const isMore = query.cursor !== undefined;
    setState((known) => ({
      ...nothing,
      options: isMore || query.search !== "" ? known.options : [],
      search: query.search,
      isLoading: true,
    }));
    const before = isMore ? state.options : [];
    list(query).then(
      (page) => {
        if (number !== last.current) return;
        setState({ ...nothing, ...page, options: [...before, ...page.options], search: query.search, isKnown: true });
      },
      (failure) => {
        if (number !== last.current) return;
        const error = failure instanceof Error ? failure.message : String(failure);
        setState({ ...nothing, options: before, next: query.cursor, search: query.search, isKnown: true, error });
      },
    );
  }
  return { ...state, error: state.error, load };
}

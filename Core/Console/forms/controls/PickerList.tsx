import { useEffect, useRef } from "react";
import type { Option } from "../field";
import { formTexts } from "../texts";
import type { OptionList } from "./useOptionList";

interface Props {
  id: string;
  label: string;
  list: OptionList;
  /** Those that fit what is typed. */
  shown: readonly Option[];
  /** The values that the field has. */
  chosen: readonly string[];
  /** The active option; -1 is none. */
  index: number;
  words: string;
  onChoose(option: Option): void;
}

/** The options below a picker, with how far they are: on their way, none, failed, or more to load. */
export function PickerList({ id, label, list, shown, chosen, index, words, onChoose }: Props) {
  const active = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers return a promise, which is not to end the effect.
    active.current?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    // What is pressed in the list does not take the focus from the input.
    <div className="picker-popup" onMouseDown={(event) => event.preventDefault()}>
      <div className="picker-list" role="listbox" id={`${id}-list`} aria-label={formTexts.optionsOf(label)}>
        {shown.map((option, place) => (
          <div
            key={option.value}
            ref={place === index ? active : undefined}
            id={`${id}-option-${place}`}
            className={place === index ? "picker-option picker-active" : "picker-option"}
            role="option"
            aria-selected={chosen.includes(option.value)}
            onClick={() => onChoose(option)}
          >
            <span>{option.label}</span>
            {option.label !== option.value && <code>{option.value}</code>}
          </div>
        ))}
      </div>
      <div className="picker-foot">
        <span role="status">{status(list, shown, words)}</span>
        {list.next !== undefined && !list.isLoading && (
          <button
            type="button"
            className="link-button"
            onClick={() => list.load({ search: list.search, cursor: list.next })}
          >
            {list.error === undefined ? formTexts.moreOptions : formTexts.retry}
          </button>
        )}
        {list.isKnown && !list.isLoading && list.next === undefined && list.needs.length === 0 && (
          <button
            type="button"
            className="link-button"
            onClick={() => list.load({ search: list.search, isNew: true })}
          >
            {list.error === undefined ? formTexts.reload : formTexts.retry}
          </button>
        )}
      </div>
    </div>
  );
}

function status(list: OptionList, shown: readonly Option[], words: string): string {
  if (list.isLoading || !list.isKnown) return formTexts.loadingOptions;
  if (list.error !== undefined) return formTexts.optionsFailed(list.error);
  if (list.needs.length > 0) return formTexts.needsFirst(list.needs);
  if (list.options.length === 0 && words === "") return formTexts.noOptions;
  return shown.length === 0 ? formTexts.noMatch(words) : "";
}

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Option } from "../field";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";
import { PickerList } from "./PickerList";
import { chosenIn, typedIn, withChoice } from "./picked";
import { placeholder } from "./TextControl";
import { useOptionList } from "./useOptionList";

/** Milliseconds between the last key and the question to the vendor. */
const pause = 300;

/** A text with the options that a vendor has for it. Whatever is typed is the value: the list never stands in the way. */
export function PickerControl(control: ControlProps) {
  const { id, field, value, onChange } = control;
  const isMany = field.optionsFrom?.many === true;
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  const [isOpen, setIsOpen] = useState(false);
  const [isTyped, setIsTyped] = useState(false);
  const [index, setIndex] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useOptionList(control.listOptions, control.optionsKey);

  const words = isTyped ? typedIn(text, isMany) : "";
  const shown = list.options.filter((option) => matches(option, words));
  // Braces begin an expression, which has a list of its own.
  const isShown = isOpen && !text.includes("{{");
  const chosen = chosenIn(text, isMany);
  const labels = list.options.filter((option) => chosen.includes(option.value) && option.label !== option.value)
    .map((option) => option.label);

  useEffect(() => {
    if (!isShown) return;
    if (!list.isKnown && !list.isLoading) {
      list.load({ search: "" });
      return;
    }
    // Of a list that is whole the form finds what is typed itself.
    const isWhole = list.search === "" && list.next === undefined && list.error === undefined;
    if (isWhole || words === list.search || list.needs.length > 0) return;
    const timer = setTimeout(() => list.load({ search: words }), pause);
    return () => clearTimeout(timer);
  }, [isShown, words, list.isKnown, list.isLoading, list.search, list.next]);

  function open() {
    setIsOpen(true);
    setIsTyped(false);
    setIndex(-1);
  }

  function choose(option: Option) {
    onChange(withChoice(text, option.value, isMany, isTyped) || undefined);
    setIsTyped(false);
    setIndex(-1);
    if (!isMany) setIsOpen(false);
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (text.includes("{{")) return;
      if (!isShown) open();
      else if (event.key === "ArrowUp") setIndex(Math.max(index - 1, -1));
      else if (index + 1 < shown.length) setIndex(index + 1);
      else if (list.next !== undefined && !list.isLoading) list.load({ search: list.search, cursor: list.next });
    } else if (event.key === "Enter" && isShown && shown[index]) choose(shown[index]);
    else if (event.key === "Escape" && isShown) setIsOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      className="picker"
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setIsOpen(false)}
      onKeyDown={onKeyDown}
    >
      <div className="picker-input">
        <input
          ref={input}
          className="input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          {...inputAttributes(control)}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isShown}
          aria-controls={isShown ? `${id}-list` : undefined}
          aria-activedescendant={isShown && shown[index] ? `${id}-option-${index}` : undefined}
          value={text}
          placeholder={placeholder(field) ?? formTexts.chooseOrType}
          onClick={() => isShown || open()}
          onChange={(event) => {
            setIsOpen(true);
            setIsTyped(true);
            setIndex(-1);
            onChange(event.currentTarget.value || undefined);
          }}
        />
        <button
          type="button"
          className="picker-toggle"
          tabIndex={-1}
          aria-label={formTexts.optionsOf(field.label)}
          disabled={control.isDisabled}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            input.current?.focus();
            if (isShown) setIsOpen(false);
            else open();
          }}
        >
          <span aria-hidden="true">▾</span>
        </button>
      </div>
      {isShown && (
        <PickerList
          id={id}
          label={field.label}
          list={list}
          shown={shown}
          chosen={chosen}
          index={index}
          words={words}
          onChoose={choose}
        />
      )}
      {labels.length > 0 && <p className="field-hint form-note">{formTexts.chosen(labels)}</p>}
    </div>
  );
}

function matches(option: Option, words: string): boolean {
  const text = words.toLowerCase();
  return option.label.toLowerCase().includes(text) || option.value.toLowerCase().includes(text);
}

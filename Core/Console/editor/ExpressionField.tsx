import { type ReactNode, useId, useRef, useState } from "react";
import { texts } from "../texts";
import type { Completion, Scope } from "./completions";

type TextElement = HTMLInputElement | HTMLTextAreaElement;

interface Popup {
  readonly items: readonly Completion[];
  readonly index: number;
  /** Where what is replaced begins. */
  readonly start: number;
}

/** A text control, with a list of what can be written after `{{`. */
export function ExpressionField({ scope, children }: { scope: Scope; children: ReactNode }) {
  const id = useId();
  const [popup, setPopup] = useState<Popup | null>(null);
  const field = useRef<TextElement | null>(null);

  function update(target: EventTarget) {
    const element = target as TextElement;
    if (!("selectionStart" in element) || element.selectionStart === null) return;
    field.current = element;
    const before = element.value.slice(0, element.selectionStart);
    const open = /\{\{\s*([\w$.\-\u0080-\uffff]*)$/.exec(before);
    const items = open ? scope.complete(open[1]).slice(0, 30) : [];
    setPopup(open && items.length > 0 ? { items, index: 0, start: before.length - open[1].length } : null);
  }

  function choose({ text }: Completion) {
    const element = field.current;
    if (!element || !popup) return;
    const after = element.value.slice(element.selectionStart ?? element.value.length);
    const closing = /^\s*\}\}/.test(after) ? "" : "}}";
    element.focus();
    element.setSelectionRange(popup.start, element.selectionStart ?? popup.start);
    // The browser's own way to insert keeps its undo, and tells the view library.
    document.execCommand("insertText", false, text + closing);
    setPopup(null);
  }

  return (
    <div
      className="expression-field"
      onInput={(event) => update(event.target)}
      onClick={(event) => (event.target as Element).closest(".completions") || update(event.target)}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setPopup(null)}
      onKeyDown={(event) => {
        if (!popup) return;
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step !== 0) {
          const count = popup.items.length;
          setPopup({ ...popup, index: (popup.index + step + count) % count });
        } else if (event.key === "Enter" || event.key === "Tab") choose(popup.items[popup.index]);
        else if (event.key === "Escape") setPopup(null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {children}
      {popup && (
        <div className="completions" role="listbox" id={id} aria-label={texts.editor.completions}>
          {popup.items.map((item, index) => (
            <div
              key={item.text}
              role="option"
              className="completion"
              aria-selected={index === popup.index}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(item);
              }}
            >
              <code>{item.text}</code>
              <span>{item.note}</span>
            </div>
          ))}
        </div>
      )}
      <span className="visually-hidden" role="status">
        {popup ? `${popup.items[popup.index].text} ${popup.items[popup.index].note}` : ""}
      </span>
    </div>
  );
}

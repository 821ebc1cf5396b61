import { type ReactNode, useId, useMemo, useRef, useState } from "react";
import { texts } from "../texts";
import type { Completion, Scope } from "./completions";

type TextElement = HTMLInputElement | HTMLTextAreaElement;

interface Typed {
  /** Between the braces, up to the caret. */
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
  /** What is chosen of the list. */
  readonly index: number;
}

/** The most that are offered. */
const most = 30;

/** A text control, with a list of what can be written after `{{`. */
export function ExpressionField({ scope, children }: { scope: Scope; children: ReactNode }) {
  const id = useId();
  const [typed, setTyped] = useState<Typed | null>(null);
  // Values may be loaded while the list is open.
  const items = useMemo(() => typed ? scope.complete(typed.text).slice(0, most) : [], [scope, typed?.text]);
  const popup = typed && items.length > 0 ? { ...typed, items, index: Math.min(typed.index, items.length - 1) } : null;
  const field = useRef<TextElement | null>(null);

  function update(target: EventTarget) {
    const element = target as TextElement;
    if (!("selectionStart" in element) || element.selectionStart === null) return;
    field.current = element;
    const before = element.value.slice(0, element.selectionStart);
    const open = /\{\{\s*([\w$.\-\u0080-\uffff]*)$/.exec(before);
    setTyped(open ? { text: open[1], start: before.length - open[1].length, index: 0 } : null);
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
    setTyped(null);
  }

  return (
    <div
      className="expression-field"
      onInput={(event) => update(event.target)}
      onClick={(event) => (event.target as Element).closest(".completions") || update(event.target)}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setTyped(null)}
      onKeyDown={(event) => {
        if (!popup) return;
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step !== 0) {
          const count = popup.items.length;
          setTyped({ ...popup, index: (popup.index + step + count) % count });
        } else if (event.key === "Enter" || event.key === "Tab") choose(popup.items[popup.index]);
        else if (event.key === "Escape") setTyped(null);
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

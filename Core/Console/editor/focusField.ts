/** Puts the focus in the field that a JSON pointer names, as soon as it is shown; `name` is the node's own. */
export function focusField(pointer?: string, line?: number, attempts = 30): void {
  requestAnimationFrame(() => {
    const inspector = document.querySelector(".inspector");
    const field = inspector && (!pointer ? inspector : fieldOf(inspector, pointer));
    const code = field?.querySelector<HTMLElement & { CodeMirror?: CodeField }>(".CodeMirror")?.CodeMirror;
    // Code editors are loaded when they are first shown.
    if (attempts > 0 && (!field || (line && !code))) {
      setTimeout(() => focusField(pointer, line, attempts - 1), 60);
      return;
    }
    if (code) {
      code.focus();
      if (line) code.setCursor({ line: line - 1, ch: 0 });
      return;
    }
    const control = field?.matches("input, textarea, select")
      ? field as HTMLElement
      : field?.querySelector<HTMLElement>("input, textarea, select");
    control?.focus();
    control?.scrollIntoView({ block: "nearest" });
  });
}

interface CodeField {
  focus(): void;
  setCursor(place: { line: number; ch: number }): void;
}

/** The field of the pointer, or of the longest part of it that has one. */
function fieldOf(inspector: Element, pointer: string): Element | null {
  if (pointer === "name") return inspector.querySelector("[data-field=name]");
  for (let part = pointer; part; part = part.slice(0, part.lastIndexOf("/"))) {
    const field = [...inspector.querySelectorAll("[data-pointer]")].find((one) =>
      one.getAttribute("data-pointer") === part
    );
    if (field) return field;
  }
  return inspector;
}

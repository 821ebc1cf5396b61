import type { Editor } from "codemirror";
import { useEffect, useRef, useState } from "react";
import type { Completion } from "./completions";

export interface CodeProblem {
  readonly line: number;
  readonly message: string;
  readonly severity: "error" | "warning" | "info";
}

interface Props {
  value: string;
  onChange?(value: string): void;
  onBlur?(): void;
  mode: "javascript" | "json" | "typescript";
  label: string;
  id?: string;
  problems?: readonly CodeProblem[];
  /** Lines that are lit up, from 1. */
  lit?: readonly { from: number; to: number }[];
  onLine?(line: number): void;
  names?(): readonly Completion[];
  isTall?: boolean;
}

/** An editor of code. Until it is loaded a plain text field takes its place. */
export function CodeEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null), editor = useRef<Editor>();
  const [isLoaded, setIsLoaded] = useState(false);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let isMounted = true;
    void import("./codeMirror").then(({ default: create }) => {
      if (!isMounted || !host.current) return;
      const made = create(host.current, {
        value: latest.current.value,
        mode: latest.current.mode === "json"
          ? { name: "javascript", json: true }
          : { name: "javascript", typescript: true },
        readOnly: !latest.current.onChange,
        lineNumbers: true,
        matchBrackets: true,
        autoCloseBrackets: true,
        lineWrapping: !latest.current.isTall,
        viewportMargin: latest.current.isTall ? 20 : Infinity,
        gutters: ["CodeMirror-linenumbers"],
        // Tab leaves the field, as in every other.
        extraKeys: { Tab: false as never, "Shift-Tab": false as never, "Ctrl-Space": (cm) => hint(cm, latest.current) },
      });
      made.getInputField().setAttribute("aria-label", latest.current.label);
      // The part that scrolls does not have the input in it: it is scrolled with keys by itself.
      if (latest.current.isTall) made.getScrollerElement().tabIndex = 0;
      made.on("change", (_, change) => change.origin !== "setValue" && latest.current.onChange?.(made.getValue()));
      made.on("blur", () => latest.current.onBlur?.());
      made.on("inputRead", (cm, change) => /^[\w$]$/.test(change.text.join("")) && hint(cm, latest.current));
      made.on("mousedown", (cm, { clientX, clientY }) => {
        latest.current.onLine?.(cm.coordsChar({ left: clientX, top: clientY }, "window").line + 1);
      });
      made.on("cursorActivity", () => made.hasFocus() && latest.current.onLine?.(made.getCursor().line + 1));
      editor.current = made;
      setIsLoaded(true);
    }, () => {
      // The server is away: the text field stays.
    });
    return () => {
      isMounted = false;
      editor.current?.getWrapperElement().remove();
      editor.current = undefined;
    };
  }, []);

  useEffect(() => {
    const made = editor.current;
    if (made && made.getValue() !== props.value) {
      const cursor = made.getCursor(), scroll = made.getScrollInfo();
      made.setValue(props.value);
      made.setCursor(cursor, undefined, { scroll: false });
      made.scrollTo(scroll.left, scroll.top);
    }
  }, [props.value, isLoaded]);

  useEffect(() => {
    const made = editor.current;
    if (!made) return;
    const shown = (props.problems ?? []).filter((problem) => problem.line <= made.lineCount()).map((problem) => {
      const line = problem.line - 1;
      made.addLineClass(line, "background", `code-line-${problem.severity}`);
      const note = document.createElement("div");
      note.className = `code-note code-note-${problem.severity}`;
      note.textContent = problem.message;
      return { line: made.getLineHandle(line), severity: problem.severity, widget: made.addLineWidget(line, note) };
    });
    return () =>
      made.operation(() => {
        for (const { line, severity, widget } of shown) {
          widget.clear();
          made.removeLineClass(line, "background", `code-line-${severity}`);
        }
      });
  }, [props.problems, isLoaded]);

  useEffect(() => {
    const made = editor.current;
    if (!made || !props.lit?.length) return;
    const lines = props.lit.flatMap(({ from, to }) =>
      Array.from(
        { length: Math.min(to, made.lineCount()) - from + 1 },
        (_, index) => made.getLineHandle(from - 1 + index),
      )
    );
    made.operation(() => lines.forEach((line) => made.addLineClass(line, "background", "code-line-lit")));
    if (!made.hasFocus()) made.scrollIntoView({ line: props.lit[0].from - 1, ch: 0 }, 80);
    return () =>
      made.operation(() => lines.forEach((line) => made.removeLineClass(line, "background", "code-line-lit")));
  }, [props.lit, isLoaded]);

  return (
    <div ref={host} id={props.id} className={props.isTall ? "code-editor code-editor-tall" : "code-editor"}>
      {!isLoaded && (
        <textarea
          className="input input-code"
          aria-label={props.label}
          readOnly={!props.onChange}
          value={props.value}
          onChange={(event) => props.onChange?.(event.target.value)}
          onBlur={props.onBlur}
        />
      )}
    </div>
  );
}

interface Hinting {
  showHint(options: unknown): void;
}

function hint(editor: Editor, { names }: Props) {
  if (!names) return;
  (editor as unknown as Hinting).showHint({
    completeSingle: false,
    hint: () => {
      const cursor = editor.getCursor(), line = editor.getLine(cursor.line);
      let start = cursor.ch;
      while (start > 0 && /[\w$]/.test(line[start - 1])) start--;
      if (line[start - 1] === ".") return null;
      const typed = line.slice(start, cursor.ch).toLowerCase();
      const list = names().filter(({ text }) => text.toLowerCase().startsWith(typed) && text.toLowerCase() !== typed)
        .map(({ text, note }) => ({ text, displayText: note ? `${text}  ${note}` : text }));
      return { list, from: { line: cursor.line, ch: start }, to: cursor };
    },
  });
}

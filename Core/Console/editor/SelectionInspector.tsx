import { Button } from "../components/Button";
import { removeNodes } from "../document/commands";
import { duplicate } from "../document/clipboard";
import { align, type Alignment, distribute } from "../document/placement";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";

/** What can be done with several nodes. */
export function SelectionInspector({ ids, onCopy }: { ids: readonly string[]; onCopy(): void }) {
  const { store } = useEditor();
  const alignments = Object.entries(texts.editor.alignments) as [Alignment, string][];
  return (
    <>
      <h2 className="inspector-title">{texts.editor.several(ids.length)}</h2>
      <div className="inspector-group" role="group" aria-label={texts.editor.align}>
        <h3>{texts.editor.align}</h3>
        <div className="inspector-buttons">
          {alignments.map(([to, text]) => (
            <Button
              key={to}
              onClick={() => store.change(texts.editor.steps.align, align(ids, to))}
            >
              {text}
            </Button>
          ))}
        </div>
        <div className="inspector-buttons">
          <Button onClick={() => store.change(texts.editor.steps.align, distribute(ids, "x"))}>
            {texts.editor.distributeX}
          </Button>
          <Button onClick={() => store.change(texts.editor.steps.align, distribute(ids, "y"))}>
            {texts.editor.distributeY}
          </Button>
        </div>
      </div>
      <div className="inspector-buttons">
        <Button icon="copy" onClick={onCopy}>{texts.editor.copy}</Button>
        <Button onClick={() => store.change(texts.editor.steps.duplicate, duplicate(ids))}>
          {texts.editor.duplicate}
        </Button>
        <Button icon="trash" onClick={() => store.change(texts.editor.steps.remove, removeNodes(ids))}>
          {texts.editor.remove}
        </Button>
      </div>
    </>
  );
}

import { Button } from "../components/Button";
import { texts } from "../texts";

interface Props {
  /** Whether the browser keeps what is not sent yet. */
  isKept: boolean;
  /** Where else the workflow was changed; `unreadable` is a draft that is no document. */
  other: "tab" | "draft" | "unreadable" | null;
  onCompare(other: "tab" | "draft"): void;
  /** Replaces the draft that is no document. */
  onReplace(): void;
  /** Whether nodes lie on each other. */
  isCovered: boolean;
  onArrange(): void;
  /** Whether the latest version has not the form of a document. */
  isUnreadable: boolean;
}

/** What whoever edits has to know of the document as a whole, with what to do about it. */
export function EditorBanners({ other, ...props }: Props) {
  const text = texts.editor;
  return (
    <>
      {!props.isKept && <p className="editor-banner" role="alert">{text.notKept}</p>}
      {other && (
        <div className="editor-banner" role="alert">
          <span>{other === "tab" ? text.otherTab : other === "draft" ? text.otherDraft : text.unreadableDraft}</span>
          {other === "unreadable"
            ? <Button onClick={props.onReplace}>{text.replaceDraft}</Button>
            : <Button onClick={() => props.onCompare(other)}>{text.compareTabs}</Button>}
        </div>
      )}
      {props.isCovered && (
        <div className="editor-banner" role="status">
          <span>{text.covered}</span>
          <Button onClick={props.onArrange}>{text.uncover}</Button>
        </div>
      )}
      {props.isUnreadable && <p className="editor-banner" role="alert">{text.invalidDocument}</p>}
    </>
  );
}

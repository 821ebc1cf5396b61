import { Button } from "../components/Button";
import { texts } from "../texts";
import type { useDrafts } from "./useDrafts";
import type { useSharedDraft } from "./useSharedDraft";

interface Props {
  kept: ReturnType<typeof useDrafts>;
  shared: ReturnType<typeof useSharedDraft>;
  /** Whether the stored document could not be read. */
  isUnreadable: boolean;
  onCompareTabs(): void;
  onCompareDrafts(): void;
}

/** What the author of a document should know before the next change: another tab's, another person's. */
export function EditorBanners({ kept, shared, isUnreadable, onCompareTabs, onCompareDrafts }: Props) {
  return (
    <>
      {!kept.isKept && <p className="editor-banner" role="alert">{texts.editor.notKept}</p>}
      {kept.other && (
        <div className="editor-banner" role="alert">
          <span>{texts.editor.otherTab}</span>
          <Button onClick={onCompareTabs}>{texts.editor.compareTabs}</Button>
        </div>
      )}
      {!kept.other && shared.theirs && (
        <div className="editor-banner" role="alert">
          <span>{shared.theirs.state ? texts.editor.otherDraft : texts.editor.unreadableDraft}</span>
          {shared.theirs.state
            ? <Button onClick={onCompareDrafts}>{texts.editor.compareTabs}</Button>
            : <Button onClick={() => void shared.keepMine()}>{texts.editor.replaceDraft}</Button>}
        </div>
      )}
      {isUnreadable && <p className="editor-banner" role="alert">{texts.editor.invalidDocument}</p>}
    </>
  );
}

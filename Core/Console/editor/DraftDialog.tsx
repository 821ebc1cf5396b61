import type { WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import { ChoiceDialog } from "./ChoiceDialog";

interface Props {
  mine: WorkflowDocument;
  theirs: WorkflowDocument;
  /** Who saved the other one, where that is known. */
  author: string | null;
  onMine(): void;
  onTheirs(): void;
  onClose(): void;
}

/** The workflow's draft was saved in another browser, or by a program: one of the two goes on. */
export function DraftDialog({ mine, theirs, author, onMine, onTheirs, onClose }: Props) {
  const text = texts.editor;
  return (
    <ChoiceDialog
      title={text.otherDraft}
      hint={text.otherDraftHint(author)}
      mine={{ text: text.keepDraft, hint: text.keepDraftHint, document: mine, onChoose: onMine }}
      theirs={{ text: text.takeDraft, hint: text.takeDraftHint, document: theirs, onChoose: onTheirs }}
      onClose={onClose}
    />
  );
}

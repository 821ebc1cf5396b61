import type { WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import { ChoiceDialog } from "./ChoiceDialog";

interface Props {
  mine: WorkflowDocument;
  theirs: WorkflowDocument;
  onMine(): void;
  onTheirs(): void;
  onClose(): void;
}

/** The draft was changed in another tab: one of the two is kept. */
export function OtherTabDialog({ mine, theirs, onMine, onTheirs, onClose }: Props) {
  const text = texts.editor;
  return (
    <ChoiceDialog
      title={text.otherTab}
      hint={text.otherTabHint}
      mine={{ text: text.keepOwn, hint: text.keepOwnHint, document: mine, onChoose: onMine }}
      theirs={{ text: text.takeOther, hint: text.takeOtherHint, document: theirs, onChoose: onTheirs }}
      onClose={onClose}
    />
  );
}

import type { WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import { ChoiceDialog } from "./ChoiceDialog";

interface Props {
  mine: WorkflowDocument;
  theirs: WorkflowDocument;
  version: number;
  onMine(): void;
  onTheirs(): void;
  onClose(): void;
}

/** Somebody else saved a version. */
export function ConflictDialog({ mine, theirs, version, onMine, onTheirs, onClose }: Props) {
  const text = texts.editor;
  return (
    <ChoiceDialog
      title={text.conflictTitle}
      hint={text.conflictHint(version)}
      mine={{ text: text.conflictMine, hint: text.conflictMineHint, document: mine, onChoose: onMine }}
      theirs={{ text: text.conflictTheirs, hint: text.conflictTheirsHint, document: theirs, onChoose: onTheirs }}
      onClose={onClose}
    />
  );
}

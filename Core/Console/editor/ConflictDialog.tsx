import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { difference } from "../document/difference";
import type { WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import { DifferenceList } from "../versions/DifferenceList";
import { TextDifference } from "../versions/TextDifference";

interface Props {
  mine: WorkflowDocument;
  theirs: WorkflowDocument;
  version: number;
  onMine(): void;
  onTheirs(): void;
  onClose(): void;
}

/** Somebody else saved a version: shows both documents and lets choose. */
export function ConflictDialog({ mine, theirs, version, onMine, onTheirs, onClose }: Props) {
  const footer = (
    <>
      <Button onClick={onTheirs} title={texts.editor.conflictTheirsHint}>{texts.editor.conflictTheirs}</Button>
      <Button kind="primary" onClick={onMine} title={texts.editor.conflictMineHint}>{texts.editor.conflictMine}</Button>
    </>
  );
  return (
    <Dialog title={texts.editor.conflictTitle} width="wide" onClose={onClose} footer={footer}>
      <p>{texts.editor.conflictHint(version)}</p>
      <ul className="conflict-choices">
        <li>
          <strong>{texts.editor.conflictMine}</strong>: {texts.editor.conflictMineHint}
        </li>
        <li>
          <strong>{texts.editor.conflictTheirs}</strong>: {texts.editor.conflictTheirsHint}
        </li>
      </ul>
      <h3>{texts.editor.differences}</h3>
      <DifferenceList difference={difference(theirs, mine)} />
      <TextDifference before={theirs} after={mine} />
    </Dialog>
  );
}

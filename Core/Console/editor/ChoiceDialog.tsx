import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { difference } from "../document/difference";
import type { WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import { DifferenceList } from "../versions/DifferenceList";
import { TextDifference } from "../versions/TextDifference";

interface Choice {
  text: string;
  hint: string;
  document: WorkflowDocument;
  onChoose(): void;
}

interface Props {
  title: string;
  hint: string;
  mine: Choice;
  theirs: Choice;
  onClose(): void;
}

/** Two documents of a workflow: shows what differs and lets choose. */
export function ChoiceDialog({ title, hint, mine, theirs, onClose }: Props) {
  const footer = (
    <>
      <Button onClick={theirs.onChoose} title={theirs.hint}>{theirs.text}</Button>
      <Button kind="primary" onClick={mine.onChoose} title={mine.hint}>{mine.text}</Button>
    </>
  );
  return (
    <Dialog title={title} width="wide" onClose={onClose} footer={footer}>
      <p>{hint}</p>
      <ul className="conflict-choices">
        {[mine, theirs].map((choice) => (
          <li key={choice.text}>
            <strong>{choice.text}</strong>: {choice.hint}
          </li>
        ))}
      </ul>
      <h3>{texts.editor.differences}</h3>
      <DifferenceList difference={difference(theirs.document, mine.document)} />
      <TextDifference before={theirs.document} after={mine.document} />
    </Dialog>
  );
}

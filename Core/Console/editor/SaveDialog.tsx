import { FormDialog } from "../components/Dialog";
import { texts } from "../texts";

interface Props {
  isBusy: boolean;
  error: unknown;
  onSave(): void;
  onClose(): void;
}

/** Asks before a version is made; what prevents it is shown in it. */
export function SaveDialog({ isBusy, error, onSave, onClose }: Props) {
  return (
    <FormDialog
      title={texts.editor.saveTitle}
      submit={texts.editor.save}
      isBusy={isBusy}
      error={error}
      onClose={onClose}
      onSubmit={onSave}
    >
      <p>{texts.editor.saveHint}</p>
    </FormDialog>
  );
}

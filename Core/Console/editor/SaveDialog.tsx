import { useState } from "react";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { texts } from "../texts";

interface Props {
  isBusy: boolean;
  error: unknown;
  /** Saves, with what the version is for. */
  onSave(message: string): void;
  onClose(): void;
}

/** Asks before a version is made; what prevents it is shown in it. */
export function SaveDialog({ isBusy, error, onSave, onClose }: Props) {
  const [message, setMessage] = useState("");
  return (
    <FormDialog
      title={texts.editor.saveTitle}
      submit={texts.editor.save}
      isBusy={isBusy}
      error={error}
      onClose={onClose}
      onSubmit={() => onSave(message.trim())}
    >
      <p>{texts.editor.saveHint}</p>
      <Field label={texts.editor.message} hint={texts.editor.messageHint}>
        <input
          className="input"
          autoFocus
          maxLength={500}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

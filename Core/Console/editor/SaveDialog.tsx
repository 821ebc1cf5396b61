import { useState } from "react";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { texts } from "../texts";

interface Props {
  isBusy: boolean;
  error: unknown;
  onSave(message: string): void;
  onClose(): void;
}

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
          type="text"
          maxLength={500}
          autoComplete="off"
          autoFocus
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

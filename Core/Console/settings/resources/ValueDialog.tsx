import { useState } from "react";
import { type Content, getContent, saveContent, textOf } from "../../api/content";
import { useAction } from "../../api/queries";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Field } from "../../components/Field";
import { Skeleton } from "../../components/Loading";
import { texts } from "../../texts";
import { useOnce } from "../../api/useOnce";

interface Props {
  title: string;
  url: string;
  /** Of the file that a download makes. */
  name: string;
  /** Writes another text; without it the value is only shown. */
  onSave?(text: string): Promise<void>;
  onClose(): void;
}

/** The content of a value or object: as text, or to be saved as a file. */
export function ValueDialog({ title, url, name, onSave, onClose }: Props) {
  const content = useOnce(() => getContent(url));
  const [changed, setChanged] = useState<string>();
  const save = useAction(async () => {
    await onSave?.(changed ?? "");
    onClose();
  });
  const text = content.value && textOf(content.value.bytes);
  return (
    <Dialog
      title={title}
      width="wide"
      onClose={onClose}
      footer={
        <>
          {content.value && (
            <Button icon="download" onClick={() => saveContent(content.value as Content, name)}>
              {texts.resources.download}
            </Button>
          )}
          <Button onClick={onClose}>{texts.common.close}</Button>
          {onSave && (
            <Button
              kind="primary"
              isBusy={save.isBusy}
              disabled={changed === undefined || changed === text}
              onClick={() => void save.run()}
            >
              {texts.common.save}
            </Button>
          )}
        </>
      }
    >
      {content.error !== undefined
        ? <ErrorMessage error={content.error} onRetry={content.retry} />
        : content.value === undefined
        ? <Skeleton lines={4} />
        : text === null || text === undefined
        ? <p className="muted">{texts.resources.binary(content.value.bytes.byteLength)}</p>
        : (
          <Field label={texts.resources.value}>
            <textarea
              className="input input-code"
              rows={12}
              spellCheck={false}
              readOnly={!onSave}
              value={changed ?? text}
              onChange={(event) => setChanged(event.target.value)}
            />
          </Field>
        )}
      {save.error !== undefined && <ErrorMessage error={save.error} />}
    </Dialog>
  );
}

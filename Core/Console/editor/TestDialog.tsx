import { FormDialog } from "../components/Dialog";
import { JSONField, parseJSON } from "../components/JSONField";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";

/** Asks for the input of a test of the whole document. */
export function TestDialog({ onClose }: { onClose(): void }) {
  const { tests } = useEditor();
  const count = Object.keys(tests.pins).length;
  return (
    <FormDialog
      title={texts.editor.testTitle}
      submit={texts.editor.test}
      isIncomplete={!parseJSON(tests.params)}
      onClose={onClose}
      onSubmit={() => {
        onClose();
        tests.start();
      }}
    >
      <p>{texts.editor.testHint}</p>
      {count > 0 && <p>{texts.editor.testPins(count)}</p>}
      <JSONField
        label={texts.runs.params}
        hint={texts.editor.testParamsHint}
        value={tests.params}
        onChange={tests.setParams}
      />
    </FormDialog>
  );
}

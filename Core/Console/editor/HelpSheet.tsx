import { Dialog } from "../components/Dialog";
import { texts } from "../texts";

export function HelpSheet({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={texts.editor.keys} onClose={onClose}>
      <dl className="help-keys">
        {texts.editor.shortcuts.map(([keys, text]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

import { showToast } from "../app/showToast";
import { texts } from "../texts";
import { IconButton } from "./Button";

/** Text of a program, JSON or a command, with a button that copies it. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="code-block">
      <pre tabIndex={0} role="region" aria-label={label}>{text}</pre>
      <IconButton icon="copy" label={texts.common.copy} onClick={() => void copyText(text)} />
    </div>
  );
}

/** A value as indented JSON. */
export function JSONBlock({ value, label }: { value: unknown; label: string }) {
  return <CodeBlock text={JSON.stringify(value, null, 2) ?? "null"} label={label} />;
}

/** Copies a text, and says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast("success", texts.common.copied);
  } catch {
    // Without TLS browsers offer no clipboard.
    showToast("error", texts.common.notCopied);
  }
}

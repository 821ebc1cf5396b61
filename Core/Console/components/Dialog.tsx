import { type FormEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { texts } from "../texts";
import { Button, IconButton } from "./Button";
import { ErrorMessage } from "./ErrorMessage";

interface Props {
  title: string;
  children: ReactNode;
  onClose(): void;
  /** The buttons at the end; those of a form come from `FormDialog`. */
  footer?: ReactNode;
  width?: "narrow" | "wide";
}

/** What has the focus at first: the first field, or without one the first button of the footer. */
const first = [
  ".dialog-body :is(input, select, textarea):not(:disabled)",
  ".dialog-footer button:not(:disabled)",
];

/** A modal dialog: keeps the focus, and closes with Escape. */
export function Dialog({ title, children, onClose, footer, width = "narrow" }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    // The browser begins with the first button, which closes the dialog: the first space of a typed name would press it.
    const begin = first.map((selector) => dialog?.querySelector<HTMLElement>(selector)).find((found) => found);
    begin?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog dialog-${width}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-header">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={texts.common.close} onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-footer">{footer}</footer>}
    </dialog>
  );
}

interface FormProps {
  title: string;
  children?: ReactNode;
  submit: string;
  onSubmit(): void;
  onClose(): void;
  isBusy?: boolean;
  error?: unknown;
  /** Whether the form cannot be submitted yet. */
  isIncomplete?: boolean;
  isDanger?: boolean;
  width?: "narrow" | "wide";
}

/** A dialog with a form: Enter submits, and the error of the request is shown in it. */
export function FormDialog(props: FormProps) {
  const id = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!props.isBusy && !props.isIncomplete) props.onSubmit();
  }
  const footer = (
    <>
      <Button onClick={props.onClose}>{texts.common.cancel}</Button>
      <Button
        type="submit"
        form={id}
        kind={props.isDanger ? "danger" : "primary"}
        isBusy={props.isBusy ?? false}
        disabled={props.isIncomplete}
      >
        {props.submit}
      </Button>
    </>
  );
  return (
    <Dialog title={props.title} onClose={props.onClose} footer={footer} width={props.width ?? "narrow"}>
      <form id={id} className="form" onSubmit={submit}>
        {props.children}
        {props.error !== undefined && <ErrorMessage error={props.error} />}
      </form>
    </Dialog>
  );
}

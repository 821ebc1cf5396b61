import type { ReactNode } from "react";
import { ConfirmDialog } from "./ConfirmDialog";

interface Props {
  /** A question that names what is deleted. */
  title: string;
  /** What goes with it. */
  children: ReactNode;
  submit: string;
  run: () => Promise<unknown>;
  /** After the request, before the dialog closes. */
  onDone(): void;
  onClose(): void;
}

/** Asks before something is deleted, and closes once it is. */
export function DeleteDialog({ run, onDone, ...props }: Props) {
  const confirm = async () => {
    await run();
    onDone();
    props.onClose();
  };
  return <ConfirmDialog {...props} isDanger onConfirm={confirm} />;
}

import type { ReactNode } from "react";
import { useAction } from "../api/queries";
import { FormDialog } from "./Dialog";

interface Props {
  title: string;
  submit: string;
  children: ReactNode;
  /** Closes the dialog by itself when it is done. */
  onConfirm(): Promise<void>;
  onClose(): void;
  isDanger?: boolean;
}

/** Asks before something that cannot be taken back; the error of the request is shown in it. */
export function ConfirmDialog({ title, submit, children, onConfirm, onClose, isDanger = false }: Props) {
  const action = useAction(onConfirm);
  return (
    <FormDialog
      title={title}
      submit={submit}
      onSubmit={() => void action.run()}
      onClose={onClose}
      isBusy={action.isBusy}
      error={action.error}
      isDanger={isDanger}
    >
      {children}
    </FormDialog>
  );
}

import type { Deployment } from "../api/types";
import { Dialog } from "../components/Dialog";
import { texts } from "../texts";
import { TryIt } from "./TryIt";
import type { WebhookRequest } from "./webhook";

interface Props {
  workflowId: string;
  deployment: Deployment;
  /** As the trigger expects it. */
  request: WebhookRequest;
  onClose(): void;
}

/** Sends a request to the webhook of a deployed workflow. */
export function TryItDialog({ workflowId, deployment, request, onClose }: Props) {
  return (
    <Dialog title={texts.functions.sendTitle} width="wide" onClose={onClose}>
      <TryIt workflowId={workflowId} deployment={deployment} {...request} />
    </Dialog>
  );
}

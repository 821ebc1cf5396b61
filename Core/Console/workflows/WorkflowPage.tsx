import type { ReactNode } from "react";
import { Link } from "../app/Link";
import { Page } from "../components/Page";
import { texts } from "../texts";
import { WorkflowTabs } from "./WorkflowTabs";

interface Props {
  workflowId: string;
  name: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of the screens of one workflow. */
export function WorkflowPage({ workflowId, name, actions, children }: Props) {
  return (
    <Page title={name} trail={<Link to="/workflows">{texts.workflows.title}</Link>} actions={actions}>
      <WorkflowTabs workflowId={workflowId} />
      {children}
    </Page>
  );
}

import { Link } from "../app/Link";
import { hrefOf, usePath } from "../app/location";
import { texts } from "../texts";

const tabs = [
  ["", texts.workflows.tabEditor],
  ["/versions", texts.workflows.tabVersions],
  ["/deploy", texts.workflows.tabDeploy],
  ["/runs", texts.workflows.tabRuns],
] as const;

/** The screens of one workflow: its editor is at `/workflows/:workflowId`, the others below. */
export function WorkflowTabs({ workflowId }: { workflowId: string }) {
  const path = usePath();
  const root = `/workflows/${workflowId}`;
  return (
    <nav className="tabs" aria-label={texts.workflows.tabs}>
      {tabs.map(([part, text]) => {
        const isCurrent = part ? path.startsWith(hrefOf(root + part)) : path === hrefOf(root);
        return (
          <Link key={part} to={root + part} className="tab" aria-current={isCurrent ? "page" : undefined}>{text}</Link>
        );
      })}
    </nav>
  );
}

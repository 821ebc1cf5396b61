import type { Run } from "../api/types";
import { Link } from "../app/Link";
import { Icon } from "../components/Icon";
import { texts } from "../texts";
import { nodeLink } from "./nodeLink";
import { useNodeName } from "./useNodeName";

/** Why a run failed, and at which node. */
export function RunFailure({ run, error }: { run: Run; error: NonNullable<Run["error"]> }) {
  const node = useNodeName(run, error.nodeId);
  return (
    <div className="error-message" role="alert">
      <Icon name="error" />
      <div className="error-message-body">
        <p>
          <strong>{error.name}</strong>: {error.message}
        </p>
        {node && (
          <p>
            {texts.runs.node(node)}
            {error.line !== undefined && `, ${texts.runs.line(error.line)}`} ·{" "}
            <Link to={nodeLink(run.workflowId, error)}>{texts.runs.toEditor}</Link>
          </p>
        )}
      </div>
    </div>
  );
}

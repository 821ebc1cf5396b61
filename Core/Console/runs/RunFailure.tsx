import type { Run } from "../api/types";
import { Link } from "../app/Link";
import { Icon } from "../components/Icon";
import { texts } from "../texts";

/** Why a run failed, and at which node. */
export function RunFailure({ run, error }: { run: Run; error: NonNullable<Run["error"]> }) {
  return (
    <div className="error-message" role="alert">
      <Icon name="error" />
      <div className="error-message-body">
        <p>
          <strong>{error.name}</strong>: {error.message}
        </p>
        {error.nodeId && (
          <p>
            {texts.runs.node(error.nodeId)} ·{" "}
            <Link to={`/workflows/${run.workflowId}?node=${encodeURIComponent(error.nodeId)}`}>
              {texts.runs.toEditor}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

import { ApiError } from "../api/ApiError";
import { texts } from "../texts";
import { Button } from "./Button";
import { Icon } from "./Icon";

interface Props {
  error: unknown;
  onRetry?(): void;
}

/** An error in place: what is wrong, where, and the code and request id for a report. */
export function ErrorMessage({ error, onRetry }: Props) {
  const details = error instanceof ApiError ? error.problem?.details ?? [] : [];
  return (
    <div className="error-message" role="alert">
      <Icon name="error" />
      <div className="error-message-body">
        <p>{messageOf(error)}</p>
        {/* The sentence of a single one has its place and its message already. */}
        {details.length > 0 && !(details.length === 1 && messageOf(error).endsWith(details[0]?.message ?? "")) && (
          <ul>
            {details.map((detail, index) => (
              <li key={index}>
                {detail.pointer && <code>{detail.pointer}</code>} {detail.message}
              </li>
            ))}
          </ul>
        )}
        {error instanceof ApiError && error.code && (
          <p className="error-message-code">
            <code>{error.code}</code> {error.requestId && texts.common.requestId(error.requestId)}
          </p>
        )}
        {onRetry && <Button onClick={onRetry} icon="refresh">{texts.common.retry}</Button>}
      </div>
    </div>
  );
}

/** An error in one sentence. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.isOffline) return texts.common.unreachable;
  if (error.status === 429) return texts.common.rateLimited(error.retryAfter);
  return error.message || texts.common.status(error.status);
}

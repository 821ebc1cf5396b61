import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction, useQuery } from "../api/queries";
import type { Deployment, ServiceResponse } from "../api/types";
import { Button } from "../components/Button";
import { CodeBlock } from "../components/CodeBlock";
import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { texts } from "../texts";
import { callCommand } from "./callCommand";
import { headersOf } from "./headers";
import { type RequestMethod, requestMethods } from "./requestMethods";
import { ResponseView } from "./ResponseView";

interface Props {
  workflowId: string;
  deployment: Deployment;
  /** Of the trigger. */
  method?: RequestMethod;
  path?: string;
  /** One a line. */
  headers?: string;
  /** Called after each response. */
  onSent?(): void;
}

/** A request to what is deployed: sent by the server, whose pages cannot read another origin, and as a command. */
export function TryIt({ workflowId, deployment, onSent, ...initial }: Props) {
  const { connectionId } = deployment;
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  const providers = useQuery("/api/providers", { query: {} });
  const kind = connections.value?.data.find((one) => one.id === connectionId)?.provider;
  const provider = providers.value?.data.find((one) => one.id === kind);
  const canSend = provider?.capabilities.includes("request") ?? false;
  const [method, setMethod] = useState<RequestMethod>(initial.method ?? "POST");
  const [path, setPath] = useState(initial.path ?? "/");
  const [headerText, setHeaderText] = useState(initial.headers ?? "Content-Type: application/json");
  const [body, setBody] = useState("{}");
  const [response, setResponse] = useState<ServiceResponse | null>(null);
  const hasBody = method !== "GET" && method !== "DELETE";
  const target = `/${path.replace(/^\//, "")}`;
  const address = (deployment.url ?? "").replace(/\/$/, "") + target;
  const headers = headersOf(headerText);
  const request = useAction(async () => {
    if (!connectionId || !headers) return;
    setResponse(null);
    setResponse(
      await send("post", "/api/workflows/{workflowId}/request", {
        path: { workflowId },
        body: { connectionId, method, path: target, headers, ...(hasBody ? { body } : {}) },
      }),
    );
    // It may have begun a run.
    cache.invalidate("/api/runs", `/api/workflows/${workflowId}/runs`);
    onSent?.();
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (canSend && headers) void request.run();
      }}
    >
      {provider && !canSend && <p className="muted try-hint">{texts.functions.tryItHint}</p>}
      <div className="try-line">
        <Field label={texts.functions.method}>
          <select
            className="input"
            value={method}
            onChange={(event) => setMethod(event.target.value as RequestMethod)}
          >
            {requestMethods.map((one) => <option key={one}>{one}</option>)}
          </select>
        </Field>
        <Field label={texts.functions.path}>
          <input className="input input-code" value={path} onChange={(event) => setPath(event.target.value)} />
        </Field>
      </div>
      <Field
        label={texts.functions.headers}
        hint={texts.functions.headersHint}
        error={headers ? undefined : texts.functions.headersInvalid}
      >
        <textarea
          className="input input-code"
          rows={2}
          spellCheck={false}
          value={headerText}
          onChange={(event) => setHeaderText(event.target.value)}
        />
      </Field>
      {hasBody && (
        <Field label={texts.functions.body}>
          <textarea
            className="input input-code"
            rows={5}
            spellCheck={false}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        </Field>
      )}
      <CodeBlock
        label={texts.functions.command}
        text={callCommand(address, method, headers ?? [], hasBody ? body : null)}
      />
      <div className="try-actions">
        {canSend && (
          <Button type="submit" kind="primary" icon="play" isBusy={request.isBusy} disabled={!headers}>
            {texts.functions.send}
          </Button>
        )}
        {method === "GET" && <a href={address} target="_blank" rel="noreferrer">{texts.functions.open}</a>}
      </div>
      {request.error !== undefined && <ErrorMessage error={request.error} />}
      {response && <ResponseView response={response} />}
    </form>
  );
}

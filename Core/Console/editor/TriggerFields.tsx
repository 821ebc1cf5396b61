import { CodeBlock } from "../components/CodeBlock";
import { DateTime } from "../components/DateTime";
import { Field } from "../components/Field";
import { setTrigger } from "../document/commands";
import { cronWords, nextTimes, parseCron } from "../document/cron";
import { isObject, type Json, type JsonObject, withMember } from "../document/json";
import { texts } from "../texts";
import { useEditor, useHistory } from "./EditorContext";
import { bearerVariable, TriggerAuthFields } from "./TriggerAuthFields";

const types = ["manual", "http", "cron", "event"] as const;
type TriggerType = (typeof types)[number];

const initial: Record<TriggerType, JsonObject> = {
  manual: { type: "manual" },
  http: { type: "http" },
  cron: { type: "cron", expression: "0 9 * * MON-FRI" },
  event: { type: "event", eventType: "event" },
};

/** What starts a run. */
export function TriggerFields() {
  const { store, workflow, problems } = useEditor();
  const { trigger } = useHistory(store).present.document;
  const value: JsonObject = isObject(trigger) ? trigger : { type: "manual" };
  const type = String(value.type) as TriggerType;
  const set = (next: Json, key?: string) => store.change(texts.editor.steps.trigger, setTrigger(next), key);
  const setText = (member: string, text: string) =>
    set(withMember(value, member, text || undefined), `trigger.${member}`);
  const wrong = problems.filter((problem) => problem.pointer.startsWith("/trigger"));
  return (
    <fieldset className="arms">
      <legend>{texts.editor.trigger}</legend>
      <Field label={texts.editor.triggerType}>
        <select
          className="input"
          data-pointer="/trigger"
          disabled={workflow.kind === "script"}
          value={type}
          onChange={(event) => set(initial[event.target.value as TriggerType])}
        >
          {types.map((one) => <option key={one} value={one}>{texts.editor.triggers[one]}</option>)}
        </select>
      </Field>
      {type === "http" && <HTTPFields value={value} setText={setText} />}
      {type === "cron" && <CronFields text={String(value.expression ?? "")} setText={setText} />}
      {type === "event" && (
        <Field label={texts.editor.eventType} hint={texts.editor.eventHint}>
          <input
            className="input"
            type="text"
            value={String(value.eventType ?? "")}
            onChange={(event) => setText("eventType", event.target.value)}
          />
        </Field>
      )}
      <TriggerAuthFields value={value} kind={workflow.kind} set={set} />
      {wrong.map((problem) => (
        <p key={problem.code} className={problem.severity === "error" ? "field-error" : "field-hint"}>
          {problem.message}
        </p>
      ))}
    </fieldset>
  );
}

interface PartProps {
  setText(member: string, text: string): void;
}

function HTTPFields({ value, setText }: PartProps & { value: JsonObject }) {
  const { workflow } = useEditor();
  const path = typeof value.path === "string" ? value.path : "";
  const method = typeof value.method === "string" ? value.method : "";
  const url = workflow.activeDeployment?.url;
  const address = url && url.replace(/\/$/, "") + (path ? `/${path.replace(/^\//, "")}` : "");
  return (
    <>
      <Field label={texts.editor.method}>
        <select className="input" value={method} onChange={(event) => setText("method", event.target.value)}>
          <option value="">POST</option>
          {["POST", "GET", "PUT", "DELETE"].filter((one) => one !== "POST" || method === "POST").map((one) => (
            <option key={one} value={one}>{one}</option>
          ))}
        </select>
      </Field>
      <Field label={texts.editor.path}>
        <input
          className="input"
          type="text"
          placeholder="/"
          value={path}
          onChange={(event) => setText("path", event.target.value)}
        />
      </Field>
      {address
        ? <CodeBlock label={texts.editor.curl} text={curl(address, method || "POST", bearerVariable(value))} />
        : <p className="field-hint">{texts.editor.notDeployed}</p>}
    </>
  );
}

function curl(address: string, method: string, variable: string | undefined): string {
  const body = method === "GET" || method === "DELETE" ? "" : " -H 'Content-Type: application/json' -d '{}'";
  const token = variable ? ` -H "Authorization: Bearer $${variable}"` : "";
  return `curl -X ${method} '${address}'${token}${body}`;
}

function CronFields({ text, setText }: PartProps & { text: string }) {
  const cron = parseCron(text);
  const times = cron ? nextTimes(cron, new Date(), 5) : [];
  const problem = !cron ? texts.editor.cronInvalid : times.length === 0 ? texts.editor.cronNever : undefined;
  return (
    <>
      <Field label={texts.editor.cron} hint={texts.editor.cronHint} error={problem}>
        <input
          className="input input-code"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText("expression", event.target.value)}
        />
      </Field>
      {cron && times.length > 0 && (
        <div className="cron" role="status">
          <p>{cronWords(cron)}</p>
          <p className="field-hint">{texts.editor.nextTimes}</p>
          <ol>
            {times.map((time) => (
              <li key={time.getTime()}>
                <DateTime time={time.toISOString()} />
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  );
}

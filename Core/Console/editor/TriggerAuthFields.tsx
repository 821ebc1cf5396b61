import { Field } from "../components/Field";
import { isObject, type Json, type JsonObject, withMember } from "../document/json";
import { texts } from "../texts";

const types = ["none", "bearer", "hmac", "closed"] as const;
type AuthType = (typeof types)[number];

const initial: Record<AuthType, JsonObject | undefined> = {
  none: undefined,
  bearer: { type: "bearer", secret: "WEBHOOK_TOKEN" },
  hmac: { type: "hmac", secret: "WEBHOOK_SECRET" },
  closed: { type: "closed" },
};

interface Props {
  /** The trigger. */
  value: JsonObject;
  kind: string;
  set(next: Json, key?: string): void;
}

/** What a request to the program's own address must present. */
export function TriggerAuthFields({ value, kind, set }: Props) {
  const auth: JsonObject = isObject(value.auth) ? value.auth : { type: "none" };
  const type = String(auth.type) as AuthType;
  const setText = (member: string, text: string) =>
    set({ ...value, auth: withMember(auth, member, text || undefined) }, `trigger.auth.${member}`);
  return (
    <>
      <Field label={texts.editor.auth} hint={texts.editor.authHint}>
        <select
          className="input"
          data-pointer="/trigger/auth"
          value={type}
          onChange={(event) => set(withMember(value, "auth", initial[event.target.value as AuthType]))}
        >
          {types.filter((one) => one !== "closed" || kind === "workflow").map((one) => (
            <option key={one} value={one}>{texts.editor.auths[one]}</option>
          ))}
        </select>
      </Field>
      {(type === "bearer" || type === "hmac") && (
        <Field label={texts.editor.authSecret}>
          <input
            className="input input-code"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={String(auth.secret ?? "")}
            onChange={(event) => setText("secret", event.target.value)}
          />
        </Field>
      )}
      {type === "hmac" && (
        <Field label={texts.editor.authHeader}>
          <input
            className="input"
            type="text"
            autoComplete="off"
            placeholder="X-Signature"
            value={String(auth.header ?? "")}
            onChange={(event) => setText("header", event.target.value)}
          />
        </Field>
      )}
    </>
  );
}

/** The variable with the token that a request needs. */
export function bearerVariable(trigger: JsonObject): string | undefined {
  const { auth } = trigger;
  return isObject(auth) && auth.type === "bearer" && typeof auth.secret === "string" ? auth.secret : undefined;
}

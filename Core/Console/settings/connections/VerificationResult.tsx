import type { Verification } from "../../api/types";
import { Button } from "../../components/Button";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";
import { PermissionList } from "./PermissionList";

interface Props {
  result: Verification;
  /** Of a form that an account's id can be filled into. */
  form?: {
    schema: Schema;
    credentials: FormValue;
    onUse(field: string, id: string): void;
  };
}

/** What the provider says of credentials: whether they work, why not, for which accounts, and what they may do. */
export function VerificationResult({ result, form }: Props) {
  const text = texts.settings;
  const field = form && accountField(form.schema);
  return (
    <div className={`notice notice-${result.valid ? "good" : "bad"}`} role="status">
      <p>{result.valid ? text.verified : result.message ?? text.refused}</p>
      {result.valid && result.message && <p>{result.message}</p>}
      {result.accounts.length > 0 && (
        <>
          <p className="muted">{text.accounts}</p>
          <ul className="list-plain">
            {result.accounts.map((account) => (
              <li key={account.id}>
                <span>{account.name}</span>
                {account.id !== account.name && <code>{account.id}</code>}
                {form && field && form.credentials[field] !== account.id && (
                  <Button onClick={() => form.onUse(field, account.id)}>
                    {text.useAccount(form.schema[field]?.label ?? field)}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {result.permissions && result.permissions.length > 0 && (
        <>
          <p className="muted">{text.permissions}</p>
          <PermissionList permissions={result.permissions} />
        </>
      )}
    </div>
  );
}

/** The field that names the account, if the form leaves no doubt which: the only text that it requires. */
function accountField(schema: Schema): string | undefined {
  const texts = Object.entries(schema).filter(([, field]) => field.type === "string" && field.required);
  return texts.length === 1 ? texts[0]?.[0] : undefined;
}

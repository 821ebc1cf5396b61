import type { ImportedProject } from "../../api/types";
import { useAccount } from "../../app/account";
import { navigate } from "../../app/location";
import { joinScope } from "../../app/router";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { texts } from "../../texts";

/** What an import leaves to do: secrets, and what the server could not follow. */
export function ImportedDialog({ imported, onClose }: { imported: ImportedProject; onClose(): void }) {
  const { organization } = useAccount();
  const { project, secretsToSet, warnings } = imported;
  const text = texts.settings;
  const open = () => navigate(`~${joinScope(organization.slug, project.slug, "/workflows")}`);
  return (
    <Dialog
      title={text.importedTitle(project.name)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{texts.common.close}</Button>
          <Button kind="primary" onClick={open}>{text.open}</Button>
        </>
      }
    >
      {secretsToSet.length > 0 && (
        <>
          <p>{text.secretsToSet}</p>
          <ul>
            {[...new Set(secretsToSet.map((one) => one.name))].map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {warnings.length > 0 && (
        <>
          <h3>{text.importWarnings}</h3>
          <ul>{warnings.map((warning, index) => <li key={index}>{warning.message}</li>)}</ul>
        </>
      )}
      {secretsToSet.length === 0 && warnings.length === 0 && <p>{text.imported(project.name)}</p>}
    </Dialog>
  );
}

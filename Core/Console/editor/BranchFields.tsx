import { useMemo, useState } from "react";
import { Button, IconButton } from "../components/Button";
import { addBranch, changeBranch, moveBranch, removeBranch, renameBranch } from "../document/commands";
import { branches } from "../document/containers";
import type { WorkflowNode } from "../document/model";
import { free } from "../document/names";
import { texts } from "../texts";
import { Scope } from "./completions";
import { useEditor, useHistory } from "./EditorContext";
import { ExpressionField } from "./ExpressionField";
import { TextInput } from "./TextInput";

/** The arms of a branch: their labels, which edges follow, and their conditions. */
export function BranchFields({ node, pointer }: { node: WorkflowNode; pointer: string }) {
  const { store, types, variables, problems, samples } = useEditor();
  const { document } = useHistory(store).present;
  const [taken, setTaken] = useState<{ index: number; message: string | undefined }>();
  const scope = useMemo(
    () => new Scope(document, node.id, types, variables, samples),
    [document, node.id, types, variables, samples],
  );
  const arms = branches(node);
  const change = (what: Parameters<typeof store.change>[1], key?: string) =>
    store.change(texts.editor.steps.arms, what, key);
  const labels = arms.map((arm) => arm.label);
  return (
    <fieldset className="arms">
      <legend>{texts.editor.conditions}</legend>
      <p className="field-hint">{texts.editor.conditionsHint}</p>
      {arms.map((arm, index) => (
        <div key={index} className="arm-fields" data-pointer={`${pointer}/data/branches/${index}`}>
          <div className="arm-row">
            <TextInput
              aria-label={texts.editor.armLabel(index + 1)}
              value={arm.label}
              onCommit={(label) => {
                if (!label || label === "then" || labels.includes(label)) {
                  return texts.editor.armTaken;
                }
                change(renameBranch(node.id, arm.label, label));
                return undefined;
              }}
              onProblem={(message) =>
                setTaken({ index, message })}
            />
            <IconButton
              icon="chevronUp"
              label={texts.editor.moveArmUp(arm.label)}
              disabled={index === 0}
              onClick={() =>
                change(moveBranch(node.id, index, -1))}
            />
            <IconButton
              icon="trash"
              label={texts.editor.removeArm(arm.label)}
              onClick={() =>
                change(removeBranch(node.id, arm.label))}
            />
          </div>
          <ExpressionField scope={scope}>
            <input
              className="input input-code"
              type="text"
              autoComplete="off"
              spellCheck={false}
              aria-label={texts.editor.armCondition(index + 1)}
              placeholder={texts.editor.otherwise}
              value={arm.condition}
              onChange={(event) =>
                change(
                  changeBranch(node.id, index, "condition", event.target.value),
                  `${node.id}.branches.${index}`,
                )}
            />
          </ExpressionField>
          {taken?.index === index && taken.message && <p className="field-error" role="alert">{taken.message}</p>}
          {problems.filter((problem) => problem.pointer.startsWith(`${pointer}/data/branches/${index}`)).map((
            problem,
          ) => (
            <p key={problem.code} className={problem.severity === "warning" ? "field-hint" : "field-error"}>
              {problem.message}
            </p>
          ))}
        </div>
      ))}
      <Button icon="add" onClick={() => change(addBranch(node.id, free("arm", labels), "true"))}>
        {texts.editor.addArm}
      </Button>
    </fieldset>
  );
}

import { useMemo, useState } from "react";
import { Button } from "../components/Button";
import { Field } from "../components/Field";
import { TypeIcon } from "../canvas/typeIcons";
import { duplicate } from "../document/clipboard";
import { removeNodes, renameNode, setEntry, setMember } from "../document/commands";
import { nodeOf, type WorkflowNode } from "../document/model";
import { texts } from "../texts";
import { BranchFields } from "./BranchFields";
import { useEditor, useHistory } from "./EditorContext";
import { NodeFields } from "./NodeFields";
import { NodeTest } from "./NodeTest";
import { ProblemNotes } from "./ProblemNotes";
import { TextInput } from "./TextInput";

interface Props {
  node: WorkflowNode;
  /** Where it is in the document: problems name its fields by this. */
  index: number;
  onConnect(id: string): void;
  onCopy(): void;
}

export function NodeInspector({ node, index, onConnect, onCopy }: Props) {
  const { store, facts, types, problems } = useEditor();
  const { document } = useHistory(store).present;
  const [idProblem, setIdProblem] = useState<string>();
  const steps = texts.editor.steps;
  const pointer = `/nodes/${index}`;
  const own = useMemo(
    () => problems.filter((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`)),
    [problems, pointer],
  );
  const elsewhere = own.filter((problem) => !problem.pointer.startsWith(`${pointer}/data/`));

  function rename(to: string): string | undefined {
    if (!/^[A-Za-z0-9_-]+$/.test(to)) return texts.editor.idInvalid;
    if (["event", "env", "trigger"].includes(to)) return texts.editor.reservedId;
    if (nodeOf(document, to)) return texts.editor.idTaken;
    store.change(steps.id, renameNode(node.id, to));
    return undefined;
  }

  return (
    <>
      <div className="inspector-head">
        <TypeIcon type={node.type} icon={facts.get(node.type)?.icon} />
        <h2 className="inspector-title">{facts.get(node.type)?.name ?? node.type}</h2>
      </div>
      <p className="inspector-about">{types.get(node.type)?.description}</p>
      <ProblemNotes problems={elsewhere} />
      <div className="form">
        <Field label={texts.editor.name}>
          <input
            className="input"
            type="text"
            autoComplete="off"
            maxLength={256}
            data-field="name"
            value={node.name}
            onChange={(event) =>
              store.change(steps.rename, setMember(node.id, "name", event.target.value), `${node.id}.name`)}
          />
        </Field>
        <Field label={texts.editor.id} hint={texts.editor.idHint} error={idProblem}>
          <TextInput className="input input-code" value={node.id} onCommit={rename} onProblem={setIdProblem} />
        </Field>
        {node.type === "branch"
          ? <BranchFields node={node} pointer={pointer} />
          : <NodeFields node={node} pointer={`${pointer}/data`} problems={own} />}
      </div>
      <NodeTest node={node} />
      <div className="inspector-buttons inspector-foot">
        <Button onClick={() => onConnect(node.id)}>{texts.editor.connectTo}</Button>
        {document.entryNodeId === node.id
          ? null
          : <Button onClick={() => store.change(steps.entry, setEntry(node.id))}>{texts.editor.makeEntry}</Button>}
        <Button icon="copy" onClick={onCopy}>{texts.editor.copy}</Button>
        <Button onClick={() => store.change(steps.duplicate, duplicate([node.id]))}>{texts.editor.duplicate}</Button>
        <Button icon="trash" onClick={() => store.change(steps.remove, removeNodes([node.id]))}>
          {texts.editor.remove}
        </Button>
      </div>
    </>
  );
}

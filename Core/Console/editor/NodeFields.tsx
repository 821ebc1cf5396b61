import { type ReactNode, useCallback, useMemo } from "react";
import { send } from "../api/client";
import { useQuery } from "../api/queries";
import type { Diagnostic, Node } from "../api/types";
import { type ControlProps, Form, type FormValue, type Option, type Schema } from "../forms";
import { setField } from "../document/commands";
import { isSpelledNumber, type Json, numberOf } from "../document/json";
import type { WorkflowNode } from "../document/model";
import { texts } from "../texts";
import { CodeEditor } from "./CodeEditor";
import { Scope } from "./completions";
import { CredentialControl, credentialField, withCredential } from "./CredentialControl";
import { DataField } from "./DataField";
import { useEditor, useHistory } from "./EditorContext";
import { ExpressionField } from "./ExpressionField";
import { useOptionLister } from "./useOptionLister";

interface Props {
  node: WorkflowNode;
  pointer: string;
  problems: readonly Diagnostic[];
}

/** The form of a node, from the definition of its type in the version that it names. */
export function NodeFields({ node, pointer, problems }: Props) {
  const { types } = useEditor();
  const newest = types.get(node.type);
  const isOther = newest !== undefined && newest.version !== node.version;
  const pinned = useQuery(
    "/api/nodes/{nodeId}",
    { path: { nodeId: node.type }, query: { version: node.version } },
    { enabled: isOther },
  );
  const type = isOther ? pinned.value ?? newest : newest;
  if (!type) {
    return (
      <>
        <p className="note note-warning">{texts.editor.unknownType(node.type)}</p>
        <DataField node={node} />
      </>
    );
  }
  return <KnownFields node={node} type={type} pointer={pointer} problems={problems} />;
}

function KnownFields({ node, type, pointer, problems }: Props & { type: Node }) {
  const { store, types, variables, samples } = useEditor();
  const { document } = useHistory(store).present;
  const schema = useMemo(() => shownFields(node, withCredential(type.configSchema as Schema)), [node, type]);
  const scope = useMemo(
    () => new Scope(document, node.id, types, variables, samples),
    [document, node.id, types, variables, samples],
  );
  const value = useMemo(() => formValue(node), [node]);
  const loadOptions = useCallback(async (field: string, config: FormValue): Promise<Option[]> => {
    const path = { nodeId: node.type }, body = { field, version: node.version, config };
    const reply = await send("post", "/api/nodes/{nodeId}/options", { path, body } as never, { isQuery: true });
    return (reply as { data: Option[] }).data;
  }, [node.type, node.version]);

  const listOptions = useOptionLister(node, schema);

  function renderControl(control: ControlProps, standard: ReactNode) {
    if (control.name === credentialField && schema[credentialField]?.type === "string") {
      return <CredentialControl node={node} {...control} />;
    }
    if (control.field.type === "code") {
      const found = problems.filter((problem) => problem.pointer === control.pointer);
      return (
        <CodeEditor
          id={control.id}
          label={control.field.label}
          mode="typescript"
          value={typeof control.value === "string" ? control.value : ""}
          onChange={(text) => control.onChange(text === "" && !control.isRequired ? undefined : text)}
          onBlur={control.onLeave}
          problems={found.flatMap(({ line, message, severity }) => line ? [{ line, message, severity }] : [])}
          names={() => scope.variablesInCode()}
        />
      );
    }
    const isText = ["string", "expression", "textarea", "json"].includes(control.field.type);
    return isText ? <ExpressionField scope={scope}>{standard}</ExpressionField> : standard;
  }

  return (
    <Form
      schema={schema}
      value={value}
      pointer={pointer}
      problems={problems}
      expressions
      loadOptions={loadOptions}
      listOptions={listOptions}
      renderControl={renderControl}
      onChange={(changed, name) =>
        store.change(
          texts.editor.steps.field,
          setField(node.id, name, changed[name] as Json | undefined),
          `${node.id}.${name}`,
        )}
    />
  );
}

/** The fields of the form's value as numbers: their spelling is that of the document, where they are not changed. */
function formValue({ data }: WorkflowNode): FormValue {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, isSpelledNumber(value) ? numberOf(value) : value]),
  );
}

/** Which field of a loop belongs to which kind of it. */
const loopFields: Readonly<Record<string, string>> = {
  collection: "forEach",
  itemVar: "forEach",
  condition: "while",
  count: "times",
};

/** A loop shows the fields of its kind, and those that have a value nevertheless. */
function shownFields(node: WorkflowNode, schema: Schema): Schema {
  if (node.type !== "loop") return schema;
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) =>
      !loopFields[name] || loopFields[name] === (node.data.loopType ?? "forEach") || node.data[name] !== undefined
    ),
  );
}

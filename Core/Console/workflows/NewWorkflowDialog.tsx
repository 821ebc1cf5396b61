import { type ChangeEvent, useEffect, useState } from "react";
import { useAction, useQuery } from "../api/queries";
import { navigate } from "../app/location";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { TabChoice } from "../components/Tabs";
import { texts } from "../texts";
import { createWorkflow } from "./actions";
import { fromTemplate, type Template } from "./fromTemplate";
import { TemplateFields } from "./TemplateFields";
import { type FileProblem, parseFile, type WorkflowFile } from "./workflowFile";

type Start = "empty" | "template" | "file";

interface Props {
  start: Start;
  kind: "workflow" | "script";
  onClose(): void;
}

/** Makes a workflow: empty, from a template, or from a file. */
export function NewWorkflowDialog({ start: first, kind, onClose }: Props) {
  const [start, setStart] = useState<Start>(first);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [file, setFile] = useState<WorkflowFile | FileProblem | null>(null);
  const [template, setTemplate] = useState<Template | null>(null);
  const [values, setValues] = useState<Record<string, string>>({});
  const templates = useTemplates();
  const providers = useQuery("/api/providers", { query: {} });
  const target = providers.value?.data.find((provider) => provider.capabilities.includes("emit"))?.id;

  function made(): WorkflowFile | null {
    if (start === "file") return file && typeof file === "object" ? { ...file, name: name.trim() || file.name } : null;
    if (start === "template") return template && target ? fromTemplate(template, name.trim(), target, values) : null;
    if (!name.trim()) return null;
    return {
      ...{ name: name.trim(), description, kind, triggerCode: null, dependencies: {}, deployConfig: {} },
      ...{ variables: [], ir: null },
    };
  }
  const create = useAction(async () => {
    const wanted = made();
    if (!wanted) return;
    const workflow = await createWorkflow(wanted);
    onClose();
    navigate(`/workflows/${workflow.id}`);
  });
  async function read(event: ChangeEvent<HTMLInputElement>) {
    const chosen = event.target.files?.[0];
    setFile(chosen ? parseFile(await chosen.text(), chosen.name.replace(/\.json$/i, "")) : null);
  }
  const choices = [
    { value: "empty" as const, text: texts.workflows.choiceEmpty },
    ...(kind === "workflow" ? [{ value: "template" as const, text: texts.workflows.choiceTemplate }] : []),
    { value: "file" as const, text: texts.workflows.choiceFile },
  ];
  const placeholder = start === "template" ? template?.name : typeof file === "object" ? file?.name : undefined;
  return (
    <FormDialog
      title={kind === "script" ? texts.workflows.createFunction : texts.workflows.create}
      submit={texts.common.create}
      onSubmit={() => void create.run()}
      onClose={onClose}
      isBusy={create.isBusy}
      error={create.error}
      isIncomplete={!made()}
      width={start === "template" ? "wide" : "narrow"}
    >
      <TabChoice
        label={texts.workflows.choices}
        value={start}
        choices={choices}
        onChange={(value) => {
          create.reset();
          setStart(value);
        }}
      />
      {start === "file" && (
        <Field
          label={texts.workflows.file}
          hint={texts.workflows.fileHint}
          error={typeof file === "string" && texts.workflows.fileProblems[file]}
        >
          <input className="input" type="file" accept=".json,application/json" onChange={(event) => void read(event)} />
        </Field>
      )}
      {start === "template" && (templates
        ? (
          <TemplateFields
            templates={templates}
            chosen={template}
            values={values}
            hasTarget={target !== undefined || providers.value === undefined}
            onChoose={setTemplate}
            onChange={(name, value) => setValues({ ...values, [name]: value })}
          />
        )
        : <Skeleton lines={6} />)}
      <Field label={texts.workflows.name}>
        <input
          className="input"
          value={name}
          maxLength={256}
          autoFocus={start === "empty"}
          placeholder={placeholder}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {start === "empty" && (
        <Field label={texts.workflows.description}>
          <textarea className="input" value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
      )}
    </FormDialog>
  );
}

/** The templates, in a module that is loaded with the dialog. */
function useTemplates(): readonly Template[] | null {
  const [templates, setTemplates] = useState<readonly Template[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void import("../templates").then((module) => isCurrent && setTemplates(module.templates));
    return () => {
      isCurrent = false;
    };
  }, []);
  return templates;
}

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "../api/queries";
import type { ScreenProps } from "../app/routes";
import { Button } from "../components/Button";
import { FormDialog } from "../components/Dialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import type { Drafts } from "../document/drafts";
import { EditorStore } from "../document/EditorStore";
import { emptyDocument, openDocument } from "../document/open";
import { texts } from "../texts";
import { ConflictDialog } from "./ConflictDialog";
import { Editor, type Open } from "./Editor";
import { EditorContext, useHistory } from "./EditorContext";
import { EditorHeader, type EditorView } from "./EditorHeader";
import { factsOf, loadNodeTypes, type NodeTypes } from "./nodeTypes";
import { OtherTabDialog } from "./OtherTabDialog";
import { SaveDialog } from "./SaveDialog";
import { type Base, useChange } from "./useBase";
import { useCompile } from "./useCompile";
import { useDrafts, useDraftStorage } from "./useDrafts";
import { useSave } from "./useSave";
import { type LoadedWorkflow, loadWorkflow } from "./workflowDocument";
import "./editor.css";

interface Loaded {
  workflow: LoadedWorkflow;
  types: NodeTypes;
}

/** Opens a workflow in the editor. */
export default function EditorScreen({ params }: ScreenProps) {
  const { workflowId } = params;
  const [loaded, setLoaded] = useState<Loaded>();
  const [error, setError] = useState<unknown>();
  const load = useCallback(() => {
    setError(undefined);
    let isCurrent = true;
    Promise.all([loadWorkflow(workflowId), loadNodeTypes()]).then(
      ([workflow, types]) => isCurrent && setLoaded({ workflow, types }),
      (failure) => isCurrent && setError(failure),
    );
    return () => {
      isCurrent = false;
    };
  }, [workflowId]);
  useEffect(load, [load]);
  if (error !== undefined) {
    return (
      <div className="page">
        <ErrorMessage error={error} onRetry={load} />
      </div>
    );
  }
  if (!loaded) {
    return (
      <div className="page">
        <Skeleton lines={6} />
      </div>
    );
  }
  return <OpenEditor key={workflowId} workflowId={workflowId} {...loaded} />;
}

function OpenEditor({ workflowId, workflow, types }: Loaded & { workflowId: string }) {
  const { overview } = workflow;
  const drafts = useDraftStorage();
  const [opened] = useState(() => openWorkflow(drafts, workflowId, workflow));
  const { store } = opened;
  const [base, setBase] = useState<Base>(opened.base);
  const [conflict, setConflict] = useState<LoadedWorkflow | null>(opened.conflict);
  const [view, setView] = useState<EditorView>("canvas");
  const [open, setOpen] = useState<Open>(null);
  const [asks, setAsks] = useState<"save" | "discard" | "tab" | null>(null);
  const arrangeRef = useRef(() => {});
  const history = useHistory(store);
  const change = useChange(base, history.present);
  const compilation = useCompile(history.present, overview);
  const providers = useQuery("/api/providers", { query: {} });
  const provider = providers.value?.data.find((one) => one.capabilities.includes("emit"))?.id ?? "local";
  const latest = useRef(change);
  latest.current = change;
  const kept = useDrafts({
    drafts,
    workflowId,
    store,
    base: base.versionId,
    isClean: () => latest.current === "none" && store.snapshot().steps.length === 0,
  });
  const save = useSave({
    workflowId,
    store,
    base,
    onSaved: (saved) => {
      setBase(saved);
      setAsks(null);
    },
    onConflict: (newest) => {
      setAsks(null);
      setConflict(newest);
    },
  });
  // Both documents are shown as soon as there are two.
  useEffect(() => {
    if (kept.other) setAsks("tab");
  }, [kept.other]);
  useEffect(() => {
    document.title = `${overview.name} · Millrace`;
  }, [overview.name]);

  const variables = useMemo(
    () => [
      ...new Set([
        ...overview.envVars.map((variable) => variable.name),
        ...(compilation.compiled?.requiredEnvironment ?? []),
      ]),
    ],
    [overview.envVars, compilation.compiled],
  );
  const facts = useMemo(() => factsOf(types), [types]);
  const parts = useMemo(
    () => ({
      store,
      workflow: overview,
      types,
      facts,
      problems: compilation.problems,
      variables,
      isDeployed: overview.activeDeployment !== null,
    }),
    [store, overview, types, facts, compilation.problems, variables],
  );
  const askToSave = () => {
    if (latest.current === "none") return;
    save.reset();
    setAsks("save");
  };
  const newest = conflict?.state;

  return (
    <EditorContext.Provider value={parts}>
      <div className="editor">
        <EditorHeader
          workflowId={workflowId}
          name={overview.name}
          version={base.version}
          store={store}
          history={history}
          change={change}
          view={view}
          onView={setView}
          onAdd={() => setOpen({ kind: "search", place: {} })}
          onArrange={() => arrangeRef.current()}
          onHelp={() => setOpen({ kind: "help" })}
          onSave={askToSave}
          onDiscard={() => setAsks("discard")}
        />
        {!kept.isKept && <p className="editor-banner" role="alert">{texts.editor.notKept}</p>}
        {kept.other && (
          <div className="editor-banner" role="alert">
            <span>{texts.editor.otherTab}</span>
            <Button onClick={() => setAsks("tab")}>{texts.editor.compareTabs}</Button>
          </div>
        )}
        {opened.isUnreadable && <p className="editor-banner" role="alert">{texts.editor.invalidDocument}</p>}
        <Editor
          compilation={compilation}
          view={view}
          provider={provider}
          open={open}
          setOpen={setOpen}
          onSave={askToSave}
          arrangeRef={arrangeRef}
        />
        {asks === "save" && (
          <SaveDialog
            isBusy={save.isBusy}
            error={save.error}
            onClose={() => setAsks(null)}
            onSave={(message) => void save.run(message)}
          />
        )}
        {asks === "discard" && (
          <FormDialog
            title={texts.editor.discardTitle}
            submit={texts.editor.discard}
            isDanger
            onClose={() => setAsks(null)}
            onSubmit={() => {
              store.change(texts.editor.steps.restore, () => openDocument(base.document)!);
              setAsks(null);
            }}
          >
            <p>{texts.editor.discardHint}</p>
          </FormDialog>
        )}
        {asks === "tab" && kept.other && (
          <OtherTabDialog
            mine={history.present.document}
            theirs={kept.other.document}
            onClose={() => setAsks(null)}
            onMine={() => {
              kept.keepOwn();
              setAsks(null);
            }}
            onTheirs={() => {
              const { other } = kept;
              store.change(texts.editor.steps.restore, () => other!);
              kept.settled();
              setAsks(null);
            }}
          />
        )}
        {conflict && newest && (
          <ConflictDialog
            mine={history.present.document}
            theirs={newest.document}
            version={conflict.version}
            onClose={() => setConflict(null)}
            onMine={() => {
              setBase(baseOf(conflict));
              setConflict(null);
            }}
            onTheirs={() => {
              setBase(baseOf(conflict));
              store.change(texts.editor.steps.restore, () => newest);
              setConflict(null);
            }}
          />
        )}
      </div>
    </EditorContext.Provider>
  );
}

function baseOf({ versionId, version, state, overview }: LoadedWorkflow): Base {
  return { versionId, version, document: state?.document ?? emptyDocument(overview.name, overview.kind) };
}

/** The draft of this browser, or the latest version; both, when the draft began from another. */
function openWorkflow(drafts: Drafts, workflowId: string, workflow: LoadedWorkflow) {
  const draft = drafts.read(workflowId);
  // Until somebody chooses, the draft stays based on the version that it began from.
  const base = { ...baseOf(workflow), ...(draft ? { versionId: draft.base } : {}) };
  const state = draft?.state ?? workflow.state ?? openDocument(base.document)!;
  const steps = draft && drafts.readSteps(workflowId, draft);
  return {
    store: new EditorStore(state, steps),
    base,
    conflict: draft && draft.base !== workflow.versionId ? workflow : null,
    isUnreadable: workflow.state === undefined,
  };
}

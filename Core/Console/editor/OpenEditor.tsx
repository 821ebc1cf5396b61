import { useEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "../api/queries";
import { FormDialog } from "../components/Dialog";
import { openDocument } from "../document/open";
import { hasCoveredNodes } from "../document/placement";
import { texts } from "../texts";
import { ConflictDialog } from "./ConflictDialog";
import { DraftDialog } from "./DraftDialog";
import { Editor, type Open } from "./Editor";
import { EditorBanners } from "./EditorBanners";
import { EditorContext, useHistory } from "./EditorContext";
import { EditorHeader, type EditorView } from "./EditorHeader";
import { factsOf, type NodeTypes } from "./nodeTypes";
import { baseOf, openWorkflow } from "./openWorkflow";
import { OtherTabDialog } from "./OtherTabDialog";
import { SaveDialog } from "./SaveDialog";
import { TestDialog } from "./TestDialog";
import { type Base, useChange } from "./useBase";
import { useCompile } from "./useCompile";
import { useDrafts, useDraftStorage } from "./useDrafts";
import { useSamples } from "./useSamples";
import { useSave } from "./useSave";
import { useSharedDraft } from "./useSharedDraft";
import { useTests } from "./useTests";
import type { LoadedWorkflow } from "./workflowDocument";

interface Props {
  workflowId: string;
  workflow: LoadedWorkflow;
  types: NodeTypes;
  onReload(): void;
}

/** The editor of a workflow that is loaded, with the questions that saving and other people's changes raise. */
export function OpenEditor({ workflowId, workflow, types, onReload }: Props) {
  const { overview } = workflow;
  const drafts = useDraftStorage();
  const [opened] = useState(() => openWorkflow(drafts, workflowId, workflow));
  const { store } = opened;
  const [base, setBase] = useState<Base>(opened.base);
  const [conflict, setConflict] = useState<LoadedWorkflow | null>(opened.conflict);
  const [view, setView] = useState<EditorView>("canvas");
  const [open, setOpen] = useState<Open>(null);
  const [asks, setAsks] = useState<"save" | "discard" | "tab" | "draft" | null>(
    opened.theirs?.state ? "draft" : null,
  );
  const arrangeRef = useRef(() => {});
  const history = useHistory(store);
  const change = useChange(base, history.present);
  const isCovered = useMemo(() => hasCoveredNodes(history.present), [history.present.document, history.present.layout]);
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
  const shared = useSharedDraft({
    workflowId,
    store,
    base,
    tag: opened.tag,
    theirs: opened.theirs,
    isUnsent: opened.isUnsent,
    viewport: workflow.layout.viewport,
    onMark: (mark) => drafts.writeMark(workflowId, mark),
  });
  const save = useSave({
    workflowId,
    store,
    base,
    flush: shared.flush,
    onRefused: () => setAsks("draft"),
    onSaved: (saved, isSent) => {
      shared.becameVersion(isSent);
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
    if (shared.theirs?.state) setAsks("draft");
  }, [shared.theirs]);
  useEffect(() => {
    document.title = `${overview.name} · Millrace`;
  }, [overview.name]);

  const tests = useTests(overview, store);
  const samples = useSamples(overview, tests, history.present.selection.length > 0);
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
      tests,
      samples,
    }),
    [store, overview, types, facts, compilation.problems, variables, tests, samples],
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
          draft={shared.theirs ? "waiting" : shared.isSaved ? "saved" : "unsent"}
          view={view}
          onView={setView}
          onAdd={() => setOpen({ kind: "search", place: {} })}
          onArrange={() => arrangeRef.current()}
          onHelp={() => setOpen({ kind: "help" })}
          isTesting={tests.isStarting}
          onTest={() => tests.ask()}
          onSave={askToSave}
          onDiscard={() => setAsks("discard")}
        />
        <EditorBanners
          isKept={kept.isKept}
          other={kept.other ? "tab" : !shared.theirs ? null : shared.theirs.state ? "draft" : "unreadable"}
          onCompare={setAsks}
          onReplace={() => void shared.keepMine()}
          isCovered={isCovered}
          onArrange={() => arrangeRef.current()}
          isUnreadable={opened.isUnreadable}
        />
        <Editor
          compilation={compilation}
          view={view}
          provider={provider}
          open={open}
          setOpen={setOpen}
          onSave={askToSave}
          arrangeRef={arrangeRef}
        />
        {tests.asked && asks === null && <TestDialog node={tests.asked.node} onClose={tests.stopAsking} />}
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
              void shared.keepMine();
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
        {asks === "draft" && !kept.other && shared.theirs?.state && (
          <DraftDialog
            mine={history.present.document}
            theirs={shared.theirs.state.document}
            author={shared.theirs.author}
            onClose={() => setAsks(null)}
            onMine={() => {
              void shared.keepMine();
              setAsks(null);
            }}
            onTheirs={() => {
              const { base: begun, state } = shared.theirs!;
              if (begun !== base.versionId) {
                drafts.remove(workflowId);
                return onReload();
              }
              shared.tookTheirs();
              store.change(texts.editor.steps.restore, () => state!);
              setAsks(null);
            }}
          />
        )}
        {conflict && newest && asks !== "draft" && (
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

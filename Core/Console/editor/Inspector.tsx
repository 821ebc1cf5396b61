import { texts } from "../texts";
import { nodeOf } from "../document/model";
import { EdgeInspector } from "./EdgeInspector";
import { useEditor, useHistory } from "./EditorContext";
import { NodeInspector } from "./NodeInspector";
import { SelectionInspector } from "./SelectionInspector";
import { WorkflowInspector } from "./WorkflowInspector";

interface Actions {
  onConnect(id: string): void;
  onCopy(): void;
}

/** The properties of what is selected; of the workflow, if nothing is. */
export function Inspector(actions: Actions) {
  const { store } = useEditor();
  const { document, selection } = useHistory(store).present;
  const edge = document.edges.find((one) => one.id === store.selectedEdge());
  const node = selection.length === 1 ? nodeOf(document, selection[0]) : undefined;
  return (
    <section className="inspector" aria-label={texts.editor.inspector}>
      {edge
        ? <EdgeInspector key={edge.id} edge={edge} />
        : node
        ? <NodeInspector key={node.id} node={node} index={document.nodes.indexOf(node)} {...actions} />
        : selection.length > 1
        ? <SelectionInspector ids={selection} onCopy={actions.onCopy} />
        : <WorkflowInspector />}
    </section>
  );
}

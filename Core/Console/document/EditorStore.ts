import { begin, type History, record, redo, select, undo } from "./history";
import type { Change, EditorState } from "./model";

/** The one document that canvas, form, source and problems are views of. It changes by commands only. */
export class EditorStore {
  private history: History;
  private edge: string | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(state: EditorState, steps?: Pick<History, "steps" | "position">, private readonly now = Date.now) {
    this.history = { ...begin(state), ...steps };
  }

  subscribe = (listener: () => void): () => void => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): History => this.history;

  selectedEdge = (): string | null => this.edge;

  get state(): EditorState {
    return this.history.present;
  }

  /** - Parameter key: Merges changes that follow each other soon, such as typing in one field. */
  change(label: string, change: Change, key?: string): void {
    this.become(record(this.history, label, change, this.now(), key));
  }

  undo(): void {
    this.become(undo(this.history));
  }

  redo(): void {
    this.become(redo(this.history));
  }

  select(ids: readonly string[]): void {
    this.become(select(this.history, ids), null);
  }

  selectEdge(id: string): void {
    this.become(select(this.history, []), id);
  }

  private become(history: History, edge = this.edge): void {
    const known = edge !== null && history.present.document.edges.some((other) => other.id === edge) ? edge : null;
    if (history === this.history && known === this.edge) return;
    this.history = history;
    this.edge = known;
    for (const listener of [...this.listeners]) listener();
  }
}

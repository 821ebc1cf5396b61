import { type KeyboardEvent, type RefObject, useEffect } from "react";
import type { CanvasHandle } from "../canvas/Canvas";
import { neighbour } from "../canvas/neighbours";
import { sceneOf } from "../canvas/scene";
import { clipOf, clipText, duplicate, paste, readClip } from "../document/clipboard";
import { disconnect, removeNodes } from "../document/commands";
import type { EditorStore } from "../document/EditorStore";
import { moveNodes } from "../document/placement";
import { showToast } from "../app/showToast";
import { texts } from "../texts";

export interface ShortcutActions {
  add(): void;
  connect(id: string): void;
  open(id: string, field?: string): void;
  arrange(): void;
  help(): void;
  save(): void;
}

const directions = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" } as const;

/** The keys of the canvas; those for undo and saving work on the whole page, outside of text fields. */
export function useShortcuts(store: EditorStore, canvas: RefObject<CanvasHandle>, actions: ShortcutActions) {
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "s") actions.save();
      else if (isText(event.target) || document.querySelector("dialog[open]")) return;
      else if (key === "z" && event.shiftKey || key === "y") store.redo();
      else if (key === "z") store.undo();
      else return;
      event.preventDefault();
    };
    const isOnCanvas = () => document.activeElement?.closest(".canvas") || document.activeElement === document.body;
    const copied = (event: ClipboardEvent) => {
      const ids = store.state.selection;
      if (!isOnCanvas() || ids.length === 0 || !event.clipboardData) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", clipText(clipOf(store.state, ids)));
      if (event.type === "cut") store.change(texts.editor.steps.cut, removeNodes(ids));
      else showToast("info", texts.editor.copied(ids.length));
    };
    const pasted = (event: ClipboardEvent) => {
      if (!isOnCanvas() || !event.clipboardData) return;
      event.preventDefault();
      const clip = readClip(event.clipboardData.getData("text/plain"));
      if (!clip) return showToast("info", texts.editor.nothingToPaste);
      const isHere = clip.nodes.every((node) => store.state.layout[node.id]);
      const center = canvas.current?.center();
      store.change(texts.editor.steps.paste, paste(clip, isHere ? undefined : center));
      showToast("info", texts.editor.pasted(clip.nodes.length));
    };
    addEventListener("keydown", pressed);
    document.addEventListener("copy", copied);
    document.addEventListener("cut", copied);
    document.addEventListener("paste", pasted);
    return () => {
      removeEventListener("keydown", pressed);
      document.removeEventListener("copy", copied);
      document.removeEventListener("cut", copied);
      document.removeEventListener("paste", pasted);
    };
  });

  return (event: KeyboardEvent) => {
    const { state } = store, { selection } = state, steps = texts.editor.steps;
    const current = selection[selection.length - 1];
    const isCommand = event.ctrlKey || event.metaKey;
    const direction = directions[event.key as keyof typeof directions];
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (isCommand) {
      const key = event.key.toLowerCase();
      if (key === "a") store.select(state.document.nodes.map((node) => node.id));
      else if (key === "d" && selection.length) store.change(steps.duplicate, duplicate(selection));
      else return;
      return done();
    }
    if (direction) {
      if (event.altKey && selection.length) {
        const by = event.shiftKey ? 50 : 10;
        const dx = direction === "left" ? -by : direction === "right" ? by : 0;
        const dy = direction === "up" ? -by : direction === "down" ? by : 0;
        store.change(steps.move, moveNodes(selection, dx, dy), `move.${selection.join()}`);
      } else {
        const scene = sceneOf(state.document, state.layout);
        const next = current ? neighbour(scene, current, direction) : state.document.entryNodeId;
        if (next) {
          store.select(event.shiftKey ? [...selection.filter((id) => id !== next), next] : [next]);
          canvas.current?.reveal(next);
        }
      }
      return done();
    }
    switch (event.key) {
      case "a":
      case "/":
        actions.add();
        break;
      case "c":
        if (current) actions.connect(current);
        break;
      case "Enter":
        if (current) actions.open(current);
        break;
      case "F2":
        if (current) actions.open(current, "name");
        break;
      case "Delete":
      case "Backspace": {
        const edge = store.selectedEdge();
        if (edge) store.change(steps.disconnect, disconnect([edge]));
        else if (selection.length) store.change(steps.remove, removeNodes(selection));
        break;
      }
      case "Escape":
        store.select([]);
        break;
      case "f":
        canvas.current?.fit();
        break;
      case "+":
        canvas.current?.viewport.zoomBy(1.25);
        break;
      case "-":
        canvas.current?.viewport.zoomBy(0.8);
        break;
      case "l":
        actions.arrange();
        break;
      case "?":
        actions.help();
        break;
      default:
        return;
    }
    done();
  };
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable=true]");
}

import { IconButton } from "../components/Button";
import { texts } from "../texts";
import type { Viewport } from "./Viewport";

/** Zoom, for those who have no wheel. */
export function CanvasControls({ viewport, onFit }: { viewport: Viewport; onFit(): void }) {
  return (
    <div className="canvas-controls" role="group" aria-label={texts.editor.view}>
      <IconButton icon="add" label={texts.editor.zoomIn} onClick={() => viewport.zoomBy(1.25)} />
      <IconButton icon="minus" label={texts.editor.zoomOut} onClick={() => viewport.zoomBy(0.8)} />
      <IconButton icon="fit" label={texts.editor.fit} onClick={onFit} />
    </div>
  );
}

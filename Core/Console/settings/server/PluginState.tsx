import type { Plugin } from "../../api/types";
import { texts } from "../../texts";

const tones: Record<Plugin["state"], string> = {
  running: "good",
  idle: "plain",
  restarting: "busy",
  off: "wait",
  refused: "bad",
};

/** Whether a plugin runs, and why not. */
export function PluginState({ plugin }: { plugin: Plugin }) {
  const text = texts.settings;
  return (
    <>
      <div>
        <span className={`badge badge-${tones[plugin.state]}`}>{text.pluginStates[plugin.state]}</span>
      </div>
      {plugin.reason !== null && <div className="muted">{plugin.reason}</div>}
      {plugin.problems.map((problem) => (
        <div key={problem.code} className="muted">
          <code>{problem.code}</code> {problem.message}
        </div>
      ))}
      {plugin.lastError && (
        <div className="muted">
          {text.lastError}: <code>{plugin.lastError.code}</code> {plugin.lastError.message}
        </div>
      )}
    </>
  );
}

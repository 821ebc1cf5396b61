import { useEffect, useState } from "react";
import { cache } from "../api/queries";
import { useEvents } from "../api/events";
import { isOwnRequest } from "../api/requestId";
import { Throttle } from "../api/Throttle";
import type { ChangedPath, RunSummary } from "../api/types";
import { affectedBy, affectedByRun, isOfEditor } from "./affected";

/** Milliseconds between loads of lists while much happens. */
const pause = 1500;
/** While somebody types. */
const draftPause = 30_000;
/** For figures of a day, for which the server counts all its runs. */
const figuresPause = 15_000;

function touch(tests: ((path: string) => boolean)[]): void {
  cache.touch((path) => tests.some((test) => test(path)));
}

/** Keeps what is shown up to date with what happens in the project, whoever does it. */
export function useProjectEvents(projectId: string): void {
  const [paths] = useState(() => new Throttle(pause, touch));
  const [drafts] = useState(() => new Throttle(draftPause, touch));
  const [figures] = useState(() => new Throttle(figuresPause, touch));
  useEffect(() => () => {
    for (const throttle of [paths, drafts, figures]) throttle.cancel();
  }, [paths, drafts, figures]);
  useEvents(
    "/api/projects/{projectId}/events",
    { projectId },
    ["run", "changed", "missed"],
    (name, data) => {
      if (name === "missed") paths.add(() => true);
      else if (name === "run") {
        paths.add(affectedByRun(data as RunSummary));
        figures.add((path) => path === "/api/stats");
      } else {
        const { path, requestId } = data as ChangedPath;
        if (!isOwnRequest(requestId)) (isOfEditor(path) ? drafts : paths).add(affectedBy(path));
      }
    },
    () => cache.refreshShown(pause),
  );
}

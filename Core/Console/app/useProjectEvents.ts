import { useEffect, useState } from "react";
import { cache } from "../api/queries";
import { useEvents } from "../api/events";
import { isOwnRequest } from "../api/requestId";
import { Throttle } from "../api/Throttle";
import type { ChangedPath, RunSummary } from "../api/types";
import { affectedBy, affectedByRun } from "./affected";

/** Milliseconds between loads of lists while much happens. */
const pause = 1500;

/** Keeps what is shown up to date with what happens in the project, whoever does it. */
export function useProjectEvents(projectId: string): void {
  const [paths] = useState(() =>
    new Throttle<(path: string) => boolean>(pause, (tests) => cache.touch((path) => tests.some((test) => test(path))))
  );
  useEffect(() => () => paths.cancel(), [paths]);
  useEvents(
    "/api/projects/{projectId}/events",
    { projectId },
    ["run", "changed", "missed"],
    (name, data) => {
      if (name === "missed") paths.add(() => true);
      else if (name === "run") paths.add(affectedByRun(data as RunSummary));
      else if (!isOwnRequest((data as ChangedPath).requestId)) paths.add(affectedBy((data as ChangedPath).path));
    },
    () => cache.refreshShown(pause),
  );
}

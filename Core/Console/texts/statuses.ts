/** The words for the statuses of the API. */
export const statuses: Record<string, string> = {
  active: "Active",
  complete: "Complete",
  deployed: "Deployed",
  draft: "Draft",
  errored: "Errored",
  failed: "Failed",
  paused: "Paused",
  pending: "Pending",
  queued: "Queued",
  running: "Running",
  succeeded: "Succeeded",
  superseded: "Superseded",
  terminated: "Terminated",
  unknown: "Unknown",
  waiting: "Waiting",
};

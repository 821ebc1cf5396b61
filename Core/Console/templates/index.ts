import type { Template } from "../workflows/fromTemplate";
import { approval } from "./approval";
import { batchImport } from "./batchImport";
import { compensation } from "./compensation";
import { dailyReport } from "./dailyReport";
import { fallback } from "./fallback";
import { fanOut } from "./fanOut";
import { healthCheck } from "./healthCheck";
import { pollUntilDone } from "./pollUntilDone";
import { reminders } from "./reminders";
import { timeLimit } from "./timeLimit";
import { webhookToAPI } from "./webhookToAPI";

/** What a new workflow may start from. */
export const templates: readonly Template[] = [
  webhookToAPI,
  approval,
  dailyReport,
  healthCheck,
  fanOut,
  batchImport,
  pollUntilDone,
  reminders,
  fallback,
  timeLimit,
  compensation,
];

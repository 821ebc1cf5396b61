import { common } from "./common";
import { deploy } from "./deploy";
import { editor } from "./editor";
import { functions } from "./functions";
import { marketplace } from "./marketplace";
import { resources } from "./resources";
import { runs } from "./runs";
import { session } from "./session";
import { settings } from "./settings";
import { shell } from "./shell";
import { statuses } from "./statuses";
import { versions } from "./versions";
import { webhooks } from "./webhooks";
import { workflows } from "./workflows";

/** Every text of the console, by screen. */
export const texts = {
  common,
  deploy,
  editor,
  functions,
  marketplace,
  resources,
  runs,
  session,
  settings,
  shell,
  statuses,
  versions,
  webhooks,
  workflows,
};

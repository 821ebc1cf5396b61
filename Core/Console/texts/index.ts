import { common } from "./common";
import { functions } from "./functions";
import { runs } from "./runs";
import { marketplace } from "./marketplace";
import { resources } from "./resources";
import { session } from "./session";
import { settings } from "./settings";
import { shell } from "./shell";
import { statuses } from "./statuses";
import { workflows } from "./workflows";

/** Every text of the console, by screen. */
export const texts = {
  common,
  functions,
  marketplace,
  resources,
  runs,
  session,
  settings,
  shell,
  statuses,
  workflows,
};

import { common } from "./common";
import { functions } from "./functions";
import { runs } from "./runs";
import { session } from "./session";
import { shell } from "./shell";
import { statuses } from "./statuses";
import { workflows } from "./workflows";

/** Every text of the console, by screen. */
export const texts = { common, functions, runs, session, shell, statuses, workflows };

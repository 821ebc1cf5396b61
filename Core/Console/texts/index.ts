import { common } from "./common";
import { session } from "./session";
import { shell } from "./shell";
import { statuses } from "./statuses";
import { workflows } from "./workflows";

/** Every text of the console, by screen. */
export const texts = { common, session, shell, statuses, workflows };

import { formTexts } from "../texts";
import type { LoadedOptions } from "./useOptions";

/** How far the options of a field are: on their way, failed, or what the chosen one is called. */
export function OptionsNote({ loaded, chosen }: { loaded: LoadedOptions; chosen?: string }) {
  return (
    <p className="field-hint form-note" role="status">
      {loaded.isLoading ? formTexts.loadingOptions : loaded.error !== undefined
        ? (
          <>
            {formTexts.optionsFailed(loaded.error)}{" "}
            <button type="button" className="link-button" onClick={loaded.load}>{formTexts.retry}</button>
          </>
        )
        : chosen}
    </p>
  );
}

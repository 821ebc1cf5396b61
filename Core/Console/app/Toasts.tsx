import { IconButton } from "../components/Button";
import { texts } from "../texts";
import { closeToast, useToasts } from "./showToast";

/** The messages at the edge of the page. */
export function Toasts() {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {useToasts().map((toast) => (
        <div key={toast.id} className={`toast toast-${toast.kind}`}>
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="link-button"
              onClick={() => {
                toast.action?.run();
                closeToast(toast.id);
              }}
            >
              {toast.action.text}
            </button>
          )}
          <IconButton icon="close" label={texts.common.close} onClick={() => closeToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}

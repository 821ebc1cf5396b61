import { Component, type ReactNode } from "react";
import { Button } from "../components/Button";
import { texts } from "../texts";

interface State {
  error: Error | null;
}

/** Shows an error of a screen in its place; the navigation around it goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    // A screen that is loaded after an update of the server is gone under its old name.
    const isOutdated = /dynamically imported module|Importing a module script failed/.test(error.message);
    return (
      <div className="error-message" role="alert">
        <h2>{isOutdated ? texts.common.updated : texts.common.screenFailed}</h2>
        {!isOutdated && <pre>{error.message}</pre>}
        <Button onClick={() => location.reload()}>{texts.common.reload}</Button>
      </div>
    );
  }
}

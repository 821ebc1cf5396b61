import { createRoot } from "react-dom/client";
import { App } from "./App";
import { followTheme } from "./theme";

followTheme();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);

"""Pictures of all screens in both themes: screenshots.py BIN CONSOLE FOLDER [NAME …]."""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from fixture import ROOT, Shared, screens  # noqa: E402


def main(folder, console, output, *names):
    Shared.executable = str(pathlib.Path(folder).resolve() / "millrace")
    Shared.console = str(pathlib.Path(console).resolve())
    Shared.browser_path = shutil.which("chromium")
    output = pathlib.Path(output)
    output.mkdir(parents=True, exist_ok=True)
    try:
        for theme in ("light", "dark"):
            for name, show in screens("SCREENS", "PICTURES"):
                if names and name not in names:
                    continue
                for suffix, viewport in (("", {"width": 1280, "height": 800}), ("-narrow", {"width": 390, "height": 780})):
                    if suffix and name.startswith("editor"):
                        # The editor is for 1,000 px and more.
                        continue
                    context = Shared.new_context(
                        storage_state=Shared.state(), viewport=viewport, color_scheme=theme)
                    page = context.new_page()
                    show(page, Shared.server().base + ROOT, Shared.world())
                    # Transitions end before.
                    page.wait_for_timeout(300)
                    page.screenshot(path=output / f"{name}-{theme}{suffix}.png")
                    context.close()
                print(f"{name} {theme}")
    finally:
        Shared.end()


main(*sys.argv[1:])

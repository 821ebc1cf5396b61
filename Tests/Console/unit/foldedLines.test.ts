import { foldedLines } from "../../../Core/Console/marketplace/foldedLines.ts";
import { equal, test } from "./check.ts";

test("a short changelog is not folded", () => {
  equal(foldedLines("# 1.0.0\r\n\n- First\n", 3), { start: "# 1.0.0\n\n- First", rest: "" });
});

test("a long one is folded before a heading", () => {
  const text = "# Changelog\n\n## 1.1.0\n- Second\n\n## 1.0.0\n- First";
  equal(foldedLines(text, 6), { start: "# Changelog\n\n## 1.1.0\n- Second", rest: "## 1.0.0\n- First" });
});

test("without a heading in its first lines it is folded after them", () => {
  equal(foldedLines("# 1.0.0\na\nb\nc\nd", 3), { start: "# 1.0.0\na\nb", rest: "c\nd" });
});

test("nothing is lost", () => {
  const text = Array.from({ length: 100 }, (_, index) => index % 7 ? `- ${index}` : `## 0.${index}.0`).join("\n");
  for (let most = 1; most <= 100; most++) {
    const { start, rest } = foldedLines(text, most);
    equal(rest ? `${start}\n${rest}` : start, text, `most ${most}`);
  }
});

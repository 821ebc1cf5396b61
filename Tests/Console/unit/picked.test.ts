import { chosenIn, typedIn, withChoice } from "../../../Core/Console/forms/controls/picked.ts";
import { equal, test } from "./check.ts";

test("a picker's text is one value, or several with commas between", () => {
  equal(chosenIn("a, b", false), ["a, b"]);
  equal(chosenIn("", false), []);
  equal(chosenIn(" a ,b,, ", true), ["a", "b"]);
  equal([typedIn("a, lo ", true), typedIn("a, lo", false), typedIn("lo", true), typedIn("a,", true)], [
    "lo",
    "a, lo",
    "lo",
    "",
  ]);
});

test("what was typed to find an option is replaced by it", () => {
  equal(withChoice("lo", "L1", false, true), "L1");
  equal(withChoice("lo", "L1", true, true), "L1");
  equal(withChoice("A1, lo", "L1", true, true), "A1, L1");
  // What was not typed is values: one that is chosen again is removed.
  equal(withChoice("A1, B1", "L1", true, false), "A1, B1, L1");
  equal(withChoice("A1, B1", "A1", true, false), "B1");
  equal(withChoice("A1", "A1", true, false), "");
});

// Names alone: a module is joined with the others into one scope, so that a name which nobody defines is told where it is used.
import globals from "globals";

const rules = {
  "no-undef": "error", "no-unused-vars": "error", "no-redeclare": "error", "no-dupe-keys": "error",
  "no-unreachable": "error", "no-const-assign": "error", "no-import-assign": "error", "prefer-const": "error",
};
export default [{ languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: { ...globals.browser, vis: "readonly" } }, rules }];

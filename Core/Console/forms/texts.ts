/** Texts of forms. */
export const formTexts = {
  required: "Required",
  choose: "Choose…",
  notSet: "Not set",
  chooseOrType: "Choose or type a value",
  defaultValue: (value: string) => `Default: ${value}`,
  storedSecret: "Stored. Type to replace it",
  show: "Show",
  hide: "Hide",
  remove: "Remove",
  keep: "Keep",
  add: "Add",
  addValue: (label: string) => `Add to ${label}`,
  retry: "Retry",
  loadingOptions: "Loading options…",
  optionsFailed: (message: string) => `Options could not be loaded. ${message}`,
  readsVariable: "Read from the environment variable",
};

// Fields that are known when a program runs.
extension RuntimeHelper {
    static let choiceSource = """
        /** One of the values that a field may have, in any case. */
        function $choice(value: any, field: string, choices: string[]): string {
          const found = choices.find((choice) => choice.toLowerCase() === String(value).toLowerCase());
          if (found !== undefined) return found;
          throw new TypeError(`${field} is ${JSON.stringify(value)}; expected one of ${choices.join(", ")}`);
        }
        """

    static let eventTypeSource = #"""
        /** What a run waits for. */
        function $eventType(value: any, wait: string): string {
          if (typeof value === "string" && /^[\w-]{1,100}$/.test(value)) return value;
          const found = JSON.stringify(value);
          throw new TypeError(`The event type of "${wait}" is ${found}; expected 1 to 100 letters, digits, "-" and "_"`);
        }
        """#
}

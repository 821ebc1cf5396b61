/// Indirect: whoever walks a program copies one reference a call.
public indirect enum Operation: Sendable, Equatable {
    /// The body of an async function; `inline` puts it into the run as it is, not in a durable step.
    case step(code: CodeText, inline: Bool)
    /// `headers` and `query` give objects; a `body` of `nil` sends none.
    case http(method: String, url: ValueTemplate, headers: ValueTemplate, query: ValueTemplate, body: ValueTemplate?)
    /// Milliseconds; what is known only in the run may also be a duration as text.
    case sleep(ValueTemplate)
    /// A time: ISO 8601 or what `new Date` takes.
    case sleepUntil(ValueTemplate)
    /// A timeout in milliseconds.
    case waitForEvent(eventType: String, timeout: Int?)
    /// A timeout in milliseconds; `workflow` is the deployed service's name, `className` its class.
    case subWorkflow(
        workflow: String, className: String, input: ValueTemplate?, waits: Bool, timeout: Int)
    case subScript(
        worker: String, method: String, url: ValueTemplate, headers: ValueTemplate, body: ValueTemplate?)
    /// A plugin node: the index of its code in `Program.templates`, and its `data`.
    case template(Int, params: ValueTemplate)
}

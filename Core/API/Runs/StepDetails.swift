import JSON
import PluginMessages

/// A step with what it had.
struct StepDetails {
    let step: RunStep
    let input: JSONObject?

    static let shape = Shape<StepDetails>("RunStepDetails") {
        RunStep.shape.members(of: \.step)
        Member(
            "input", .json(.map(of: .anything)), optional: { $0.input.map(JSONValue.object) },
            "The return values of the nodes that the step's node refers to, by their ids, and `event` with the input "
                + "of the run; absent if the node is unknown. Variables are not shown.")
    }
}

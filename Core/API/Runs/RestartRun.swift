import Platform
import PluginMessages

struct RestartRun: JSONBody {
    static let isOptional = true
    static let schema = Schema.body([
        "from": Schema.body(
            [
                "name": Schema.text(1...256).example("Send the message").note(
                    "The name of the step, as in `GET …/steps`."),
                "count": Schema.whole(1...1_000_000).usually(1).note(
                    "Which of the steps of this name, in the order of `GET …/steps`; for steps in loops."),
            ], required: ["name"]
        ).note("The step to restart from; steps that began before it keep their results.")
    ]).closed.named("RestartRun")

    let from: Step?

    struct Step: Decodable, Sendable {
        let name: String
        let count: Int?

        var reference: StepReference { StepReference(name: name, count: count ?? 1) }
    }
}

import JSON

/// Why a deploy failed, each problem told once.
struct DeployProblem {
    let error: ClientError

    /// - Parameter result: The last event of a deploy that failed.
    init(of result: JSONValue) {
        let message = result.at("error.message")?.string ?? "The deploy failed."
        let problems = (result["details"]?.array ?? []).filter { problem in
            let place = (problem["pointer"]?.string ?? "").split(separator: "/").last ?? ""
            let isNamed = !place.isEmpty && problem["code"] == result.at("error.code") && message.contains(place)
            return !isNamed && !message.contains(problem["message"]?.string ?? "")
        }
        error = ClientError(
            .failure, CommandHints(message).text,
            lines: problems.map { problem in
                let place = problem["pointer"]?.string.flatMap { $0.isEmpty ? nil : "\($0): " } ?? ""
                return place + CommandHints(problem["message"]?.string ?? "").text
            })
    }
}

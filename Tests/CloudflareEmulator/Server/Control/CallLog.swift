import JSON

/// The calls that came, and the faults that wait for them.
actor CallLog {
    private(set) var calls: [CallRecord] = []
    private(set) var faults: [Fault] = []
    private var lastNumber = 0
    private var lastFault = 0
    private var active = 0

    /// - Returns: The call's number, and the fault that hits it.
    func began(method: String, path: String, query: String?) -> (number: Int, fault: Fault?) {
        lastNumber += 1
        active += 1
        var call = CallRecord(
            number: lastNumber, method: method, path: path, query: query, startedAt: .now, concurrent: active)
        let fault = fault(hitting: call)
        call.fault = fault?.id
        calls.append(call)
        return (call.number, fault)
    }

    func ended(_ number: Int, status: Int?, after duration: Duration) {
        active -= 1
        guard let index = calls.firstIndex(where: { $0.number == number }) else { return }
        calls[index].status = status
        calls[index].duration = duration
    }

    func forget() { calls = [] }

    func add(_ json: JSONObject) throws -> Fault {
        let fault = try Fault(id: lastFault + 1, json)
        lastFault += 1
        faults.append(fault)
        return fault
    }

    /// - Parameter id: `nil`: all.
    func removeFaults(_ id: Int? = nil) { faults.removeAll { id == nil || $0.id == id } }

    /// Every matching fault counts the call; the first whose turn it is hits.
    private func fault(hitting call: CallRecord) -> Fault? {
        var hitting: Fault?
        for index in faults.indices where faults[index].matches(call) {
            let before = faults[index].hits
            faults[index].seen += 1
            if faults[index].hits > before, hitting == nil { hitting = faults[index] }
        }
        return hitting
    }
}

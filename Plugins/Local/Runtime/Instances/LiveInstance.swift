/// An instance that is in memory.
struct LiveInstance: Sendable {
    var machine: InstanceMachine
    var deployment: LocalDeployment
    /// The number of its replay through the program, while there is one.
    var run: Int?

    var record: InstanceRecord { machine.record }
}

/// Acts on what the processes of a ``WorkerPool`` report. Called on the runtime's thread.
protocol WorkerPoolDelegate: AnyObject {
    /// A process has loaded its module: the replays that it was given can start.
    func loaded(_ worker: Worker)

    /// A process reports about a replay that it was given, or was once.
    func received(_ message: WorkerMessage, ofReplay run: Int, from deployment: LocalDeployment)

    /// It confirms that a replay begins nothing by itself, as one does that has begun nothing at all.
    func held(_ run: Int)

    /// Pauses of a replay that its process has not confirmed.
    func pauses(ofReplay run: Int) -> Int

    /// A process is gone, and the replays with it.
    /// - Parameter hasInvocations: It ran handlers, too.
    func ended(_ worker: Worker, hasInvocations: Bool, _ loss: FailureOwner, because reason: String)

    /// Runs wait for a process, as all are busy.
    func processesAreBusy()
}

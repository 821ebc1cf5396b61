/// Answers what programs ask of the members of `env`.
protocol BindingResponder: AnyObject {
    /// Answers to the process of that number when it is done.
    func serve(_ request: BindingRequest, from deployment: LocalDeployment, _ number: Int)
}

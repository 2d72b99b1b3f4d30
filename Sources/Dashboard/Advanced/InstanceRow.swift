/// An instance of this installation, as the page *Health* lists it.
package struct InstanceRow: Hashable, Sendable {
    package enum State: Hashable, Sendable { case ready, notReady, away }

    /// Host and port.
    let name: String
    let state: State
    /// The version of the configuration that it answers by; nil: one from before.
    let version: Int64?
    /// The release of the program.
    let release: String
    /// What is wrong, as English sentences.
    let problems: [String]

    package init(name: String, state: State, version: Int64?, release: String, problems: [String]) {
        (self.name, self.state, self.version, self.release, self.problems) = (name, state, version, release, problems)
    }
}

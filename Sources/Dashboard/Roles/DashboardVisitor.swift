/// Who sees a page, and which forms it has for them.
struct DashboardVisitor: Sendable {
    /// Nil: the owner, or anyone at this machine while no password is set.
    let name: String?
    let role: Role
    /// The customers whose things the visitor sees, by their keys; nil: everything.
    let customers: Set<String>?
    /// Whether the role may post to a path, percent-encoded as a form has it.
    let mayPost: @Sendable (String) -> Bool

    static let owner = DashboardVisitor(name: nil, role: .owner, customers: nil) { _ in true }
}

/// Reasons a person cannot be invited.
package enum InvitationRefusal: Error, Hashable, Sendable {
    /// Empty, too long, or with characters that cannot be seen.
    case badName
    /// Someone else has it, in whatever case of letters.
    case nameTaken
    case tooMany
    /// An owner sees everything, and so cannot see some customers only.
    case ownerOfCustomers
}

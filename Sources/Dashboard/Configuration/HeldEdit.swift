package import CallFlow

/// An edit of the configuration that is valid and waits to be confirmed, since it may be half-written.
package struct HeldEdit: Hashable, Sendable {
    /// The file's path for people.
    package let file: String
    package let loss: EditLoss

    package init(file: String, loss: EditLoss) {
        (self.file, self.loss) = (file, loss)
    }

    /// Numbers named in the sentence at most.
    private static let most = 5

    /// What is held and why, and how to confirm it or to go back.
    package var sentence: String {
        "\(file) was edited and \(reason). It may be half-written, so the version before stays in use. If the edit is "
            + "complete, save the file again, or run `announce check --accept`; `announce restore` brings the version "
            + "before back."
    }

    private var reason: String {
        let cut = "seems to be cut off"
        guard let first = loss.numbers.first else { return cut }
        let others = loss.numbers.count - Self.most
        let list = loss.numbers.prefix(Self.most).joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
        let lost =
            loss.numbers.count == 1
            ? "no longer lists \(first)" : "no longer lists \(loss.numbers.count) numbers (\(list))"
        return loss.isCutOff ? "\(cut): it \(lost)" : lost
    }
}

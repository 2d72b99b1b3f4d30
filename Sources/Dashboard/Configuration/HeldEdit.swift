package import CallFlow

/// An edit of the configuration that is valid and is to be confirmed, since it may be half-written.
package struct HeldEdit: Hashable, Sendable {
    /// The file's path for people.
    package let file: String
    package let loss: EditLoss
    /// Whether the edit is in use all the same: the server was started with it, and has no other configuration.
    package let isInUse: Bool
    /// The name of a file that the configuration names, if that was edited and not the configuration itself.
    package let companion: String?
    /// Whether the version before is kept: not of a large table.
    package let hasVersions: Bool

    package init(
        file: String, loss: EditLoss, isInUse: Bool = false, companion: String? = nil, hasVersions: Bool = true
    ) {
        (self.file, self.loss, self.isInUse, self.companion) = (file, loss, isInUse, companion)
        self.hasVersions = hasVersions
    }

    /// Numbers named in the sentence at most.
    private static let most = 5

    /// What is held and why, and how to confirm it or to go back.
    package var sentence: String {
        let use =
            isInUse
            ? "The server was started with it. If it is complete,"
            : "It may be half-written, so the version before stays in use. If the edit is complete, save the file again, or"
        return
            "\(file) was edited and \(reason). \(use) run `announce check --accept`"
            + (hasVersions ? "; `\(restore)` brings the version before back." : ".")
    }

    private var restore: String { "announce restore" + (companion.map { " --file \($0)" } ?? "") }

    private var reason: String {
        let cut = "seems to be cut off"
        guard let first = loss.numbers.first else { return cut }
        let others = loss.count - Self.most
        let list = loss.numbers.prefix(Self.most).joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
        let lost =
            loss.count == 1
            ? "no longer lists \(first)" : "no longer lists \(loss.count) numbers (\(list))"
        return loss.isCutOff ? "\(cut): it \(lost)" : lost
    }
}

extension HeldEdit {
    /// The sentence in the language of the request.
    var words: String { Texts.either(sentence, inGerman) }

    /// The sentence of `sentence` in German.
    var inGerman: String {
        let use =
            isInUse
            ? "Der Server wurde damit gestartet. Ist sie vollständig, bestätigen Sie sie,"
            : "Vielleicht ist sie erst halb geschrieben; darum gilt die Fassung davor weiter. Ist sie vollständig, bestätigen Sie sie, "
                + "speichern Sie die Datei noch einmal,"
        return """
            \(file) wurde geändert: \(germanReason). \(use) oder rufen Sie `announce check --accept` auf\
            \(hasVersions ? "; `\(restore)` holt die Fassung davor zurück." : ".")
            """
    }

    private var germanReason: String {
        let cut = "Die Datei scheint abgeschnitten zu sein"
        guard let first = loss.numbers.first else { return cut }
        let others = loss.count - Self.most
        let list =
            loss.numbers.prefix(Self.most).joined(separator: ", ") + (others > 0 ? " und \(others) weitere" : "")
        let lost =
            loss.count == 1
            ? "die Rufnummer \(first) fehlt jetzt" : "\(loss.count) Rufnummern fehlen jetzt (\(list))"
        return loss.isCutOff ? "\(cut), und \(lost)" : lost
    }
}
